import LearningRecord
import LibPQ

extension Row {
    /// A choice by its name.
    func choice<Value: Choice>(_ column: String, as type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try self[column, as: ChoiceName<Value>.self].value
    }

    /// A choice by its name, where there may be none.
    func choice<Value: Choice>(
        ifAny column: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value? {
        try self[column, as: ChoiceName<Value>?.self]?.value
    }
}

/// The name of a choice, as tables hold it.
struct ChoiceName<Value: Choice>: PostgresDecodable {
    let value: Value

    init(postgres field: borrowing Field) throws(PostgresError) {
        guard let value = Value(rawValue: try String(postgres: field)) else {
            throw field.mismatch(expected: "a name that this version of Waymark knows")
        }
        self.value = value
    }
}
