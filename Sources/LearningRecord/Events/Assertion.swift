/// The part in which a person of a school acts.
public enum Role: String, Choice {
    case learner
    case family
    case teacher
    case registrar
    case analyst
    case dataEngineer = "data-engineer"
    case administrator
    case system
}

/// Who says something, and in which part.
public struct Assertion: Hashable, Sendable, FieldValue {
    /// Who; `nil` where no person acts (an import, a rule).
    public var person: PersonID?
    /// In which part.
    public var role: Role

    /// An assertion.
    public init(person: PersonID? = nil, role: Role) {
        self.person = person
        self.role = role
    }

    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Assertion {
        guard let object = json.object else {
            throw RecordError(.invalidValue, at: path(), "must be an object with person and role")
        }
        var fields = FieldReader(object, at: path())
        let assertion = Assertion(person: try fields.optional("person"), role: try fields.required("role"))
        try fields.finish()
        return assertion
    }

    /// Refuses an assertion of nobody in the part of a person.
    func check(at path: String) throws(RecordError) {
        guard person != nil || role == .system else {
            throw RecordError(.missingField, at: "\(path).person", "must be there, unless the role is system")
        }
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON {
        var object = JSONObject()
        object["person"] = person?.json
        object["role"] = role.json
        return .object(object)
    }
}
