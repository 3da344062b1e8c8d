/// A JSON value (RFC 8259) as it was written: members in their order, numbers by their digits.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number's text, as it stood.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// What a person calls this sort of value.
    public var sort: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The members, when this is an object.
    public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    /// The elements, when this is a list.
    public var array: [JSON]? { if case .array(let array) = self { array } else { nil } }
    /// The text, when this is one.
    public var string: String? { if case .string(let string) = self { string } else { nil } }
    /// The truth value, when this is one.
    public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    /// The whole number, when this is one written without fraction or exponent and within 64 bits.
    public var integer: Int64? { if case .number(let digits) = self { Int64(digits) } else { nil } }

    /// Whether both are the same to the byte.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left.isExactly(right)
        case (.string(let left), .string(let right)): left.isExactly(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// The member `name`, when this is an object that has it.
    public subscript(name: String) -> JSON? { object?[name] }
}

/// The members of a JSON object, in order, each name once.
public struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// The members in their order.
    public private(set) var members: [(name: String, value: JSON)]

    /// An object with these members. The names must differ.
    public init(_ members: [(name: String, value: JSON)] = []) {
        self.members = members
    }

    /// Made of a literal, in its order.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }

    /// The value of a member; setting replaces it in its place or adds it at the end, `nil` takes it out.
    public subscript(name: String) -> JSON? {
        get { members.first { $0.name.isExactly(name) }?.value }
        set {
            if let index = members.firstIndex(where: { $0.name.isExactly(name) }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append((name: name, value: newValue))
            }
        }
    }

    /// Adds a member at the end. The object must not have one of that name.
    mutating func append(_ name: String, _ value: JSON) {
        members.append((name: name, value: value))
    }

    /// Lets `body` change each value in its place, without a copy of what stays.
    public mutating func updateValues<Failure: Error>(
        _ body: (_ name: String, _ value: inout JSON) throws(Failure) -> Void
    ) throws(Failure) {
        for index in members.indices { try body(members[index].name, &members[index].value) }
    }

    /// Whether it has no member.
    public var isEmpty: Bool { members.isEmpty }

    /// Whether both are the same to the byte.
    public static func == (left: Self, right: Self) -> Bool {
        left.members.elementsEqual(right.members) { $0.name.isExactly($1.name) && $0.value == $1.value }
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        for member in members {
            hasher.combine(member.name)
            hasher.combine(member.value)
        }
    }
}
