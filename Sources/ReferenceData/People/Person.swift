public import LearningRecord

/// Who is behind a pseudonym, as the district's own system names them.
public struct Person: Hashable, Sendable {
    /// The pseudonym.
    public var id: PersonID
    /// The id in the system that the person came from (OneRoster's sourcedId).
    public var sourceID: String
    /// The name that people call the person by; `nil` once the person is erased, or when none came in.
    public var name: String?
    /// The parts that the person has: student, teacher…
    public var roles: [String]
    /// The schools that the person belongs to now, by name.
    public var schools: [String]
    /// Whether the person was erased.
    public var isErased: Bool

    /// A person.
    public init(
        id: PersonID, sourceID: String, name: String?, roles: [String], schools: [String], isErased: Bool
    ) {
        self.id = id
        self.sourceID = sourceID
        self.name = name
        self.roles = roles
        self.schools = schools
        self.isErased = isErased
    }
}
