public import LearningRecord

/// Which cells of access to ask for; what is `nil` is not restricted.
public struct AccessQuery: Hashable, Sendable {
    /// The dimension under which everyone is one group.
    public static let everyone = "all"
    /// The form that stands for all forms together.
    public static let anyForm = "any"

    /// The school.
    public var school: SchoolID?
    /// The term.
    public var term: TermID?
    /// The dimension.
    public var dimension: String?
    /// The form of opportunity.
    public var form: String?

    /// A query.
    public init(school: SchoolID? = nil, term: TermID? = nil, dimension: String? = nil, form: String? = anyForm) {
        self.school = school
        self.term = term
        self.dimension = dimension
        self.form = form
    }
}
