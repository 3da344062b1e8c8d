/// A value that an event's field can hold.
public protocol FieldValue: Sendable {
    /// Reads the JSON form. The error's message says what would be right.
    static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Self
    /// The JSON form.
    var json: JSON { get }
}

/// A value that has a column of its own in the flat form.
public protocol ColumnValue: FieldValue {
    /// The value that stands in the column.
    static func read(_ flat: FlatFacts, at path: @autoclosure () -> String) throws(RecordError) -> Self?
    /// Puts the value into its column.
    func write(to flat: inout FlatFacts)
}

/// One of a few names; its place among them is its number in the flat form, so a new name is only added at the end.
public protocol Choice: ColumnValue, RawRepresentable, CaseIterable, Hashable where RawValue == String {}

extension Choice {
    /// The number of this choice in the flat form, from 1.
    @inlinable public var code: Int16 {
        var code: Int16 = 1
        for candidate in Self.allCases {
            if candidate == self { break }
            code += 1
        }
        return code
    }

    /// The choice with this number.
    @inlinable public init?(code: Int16) {
        guard code > 0, Int(code) <= Self.allCases.count else { return nil }
        self = Self.allCases[Self.allCases.index(Self.allCases.startIndex, offsetBy: Int(code) - 1)]
    }

    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Self {
        guard let name = json.string, let value = Self(rawValue: name) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw RecordError(.invalidValue, at: path(), "must be one of \(names)")
        }
        return value
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(rawValue) }

    /// Reads it from its column of the log; `nil` where the column is empty.
    /// - Throws: `RecordError` with the path, where the column holds something else.
    public static func read(_ flat: FlatFacts, at path: @autoclosure () -> String) throws(RecordError) -> Self? {
        guard let code = flat.code else { return nil }
        guard let value = Self(code: code) else {
            throw RecordError(.invalidValue, at: path(), "no choice has the number \(code)")
        }
        return value
    }

    /// Writes it into its column of the log.
    public func write(to flat: inout FlatFacts) { flat.code = code }
}

extension Identifier: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Self {
        guard let text = json.string, let id = Self(text) else {
            throw RecordError(
                .invalidValue, at: path(), "must be a UUID such as 0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e")
        }
        return id
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(description) }
}

extension Identifier: ColumnValue where Subject: ColumnSubject {
    /// Reads it from its column of the log; `nil` where the column is empty.
    /// - Throws: `RecordError` with the path, where the column holds something else.
    public static func read(_ flat: FlatFacts, at path: @autoclosure () -> String) throws(RecordError) -> Self? {
        Subject.identifier(in: flat)
    }

    /// Writes it into its column of the log.
    public func write(to flat: inout FlatFacts) { Subject.put(self, into: &flat) }
}

/// What has a column for its identifiers.
public protocol ColumnSubject: SendableMetatype {
    /// What stands in the column.
    static func identifier(in flat: FlatFacts) -> Identifier<Self>?
    /// Fills the column.
    static func put(_ identifier: Identifier<Self>, into flat: inout FlatFacts)
}

extension EventSubject: ColumnSubject {
    /// The identifier in the column for what it names.
    public static func identifier(in flat: FlatFacts) -> EventID? { flat.about }
    /// Writes the identifier into the column for what it names.
    public static func put(_ identifier: EventID, into flat: inout FlatFacts) { flat.about = identifier }
}

extension CompetencySubject: ColumnSubject {
    /// The identifier in the column for what it names.
    public static func identifier(in flat: FlatFacts) -> CompetencyID? { flat.competency }
    /// Writes the identifier into the column for what it names.
    public static func put(_ identifier: CompetencyID, into flat: inout FlatFacts) { flat.competency = identifier }
}

extension Bool: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Bool {
        guard let bool = json.bool else { throw RecordError(.invalidValue, at: path(), "must be true or false") }
        return bool
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .bool(self) }
}

extension Int64: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Int64 {
        guard let integer = json.integer, integer >= 0 else {
            throw RecordError(.invalidValue, at: path(), "must be a whole number, not negative")
        }
        return integer
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .number(String(self)) }
}

extension CalendarDate: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> CalendarDate {
        guard let text = json.string, let date = CalendarDate(text) else {
            throw RecordError(.invalidValue, at: path(), "must be a date such as 2026-09-01")
        }
        return date
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(description) }
}

extension Instant: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Instant {
        guard let text = json.string, let instant = Instant(text) else {
            throw RecordError(
                .invalidValue, at: path(), "must be a date and time with its zone, such as 2026-09-01T10:30:00Z")
        }
        return instant
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(description) }
}

extension Array: FieldValue where Element: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> [Element] {
        guard let elements = json.array else { throw RecordError(.invalidValue, at: path(), "must be a list") }
        var values: [Element] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            values.append(try Element.read(element, at: "\(path())[\(index)]"))
        }
        return values
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .array(map(\.json)) }
}
