public import LearningRecord
import LibPQ

/// How many learners of a group were enrolled, offered, given… in a school and a term: distinct learners each.
public struct AccessCell: Hashable, Sendable {
    /// The school.
    public var school: SchoolID
    /// Its name, where it is in the district's list.
    public var schoolName: String?
    /// The term.
    public var term: TermID
    /// Its title.
    public var termTitle: String
    /// Race-ethnicity, sex…; ``AccessQuery/everyone`` for all learners together.
    public var dimension: String
    /// The group.
    public var group: String
    /// The form of opportunity; ``AccessQuery/anyForm`` for all together.
    public var form: String
    /// Learners enrolled for a day or more.
    public var enrolled: Int64
    /// Learners offered something while enrolled.
    public var offered: Int64
    /// Learners who accepted.
    public var accepted: Int64
    /// Learners who began.
    public var started: Int64
    /// Learners who completed.
    public var completed: Int64
    /// Learners enrolled who were offered nothing.
    public var neverOffered: Int64

    init(_ row: Row) throws(PostgresError) {
        school = try row["school", as: SchoolID.self]
        schoolName = try row["school_name", as: String?.self]
        term = try row["term", as: TermID.self]
        termTitle = try row["term_title", as: String.self]
        dimension = try row["dimension", as: String.self]
        group = try row["group_name", as: String.self]
        form = try row["form", as: String.self]
        enrolled = try row["enrolled", as: Int64.self]
        offered = try row["offered", as: Int64.self]
        accepted = try row["accepted", as: Int64.self]
        started = try row["started", as: Int64.self]
        completed = try row["completed", as: Int64.self]
        neverOffered = try row["never_offered", as: Int64.self]
    }
}
