public import LearningRecord
import LibPQ

/// What is counted of one group of people, or of those in two groups at once, at a school in a window: distinct people.
public struct AccessCounts: Hashable, Sendable {
    /// The school.
    public var school: SchoolID
    /// The group; `everyone` where nobody is told apart.
    public var group: String
    /// The group of the second dimension, where two are crossed.
    public var other: String?
    /// The numbers.
    public var numbers: [AccessNumber: Int64]
    /// Days until so many of those enrolled had their first offer, or of those who asked all the supports they asked for;
    /// absent while so many wait.
    public var days: [AccessDays: Int64]

    init(_ row: Row) throws(PostgresError) {
        school = try row["school", as: SchoolID.self]
        group = try row["group_1", as: String.self]
        other = try row["group_2", as: String?.self]
        numbers = [:]
        for number in AccessNumber.allCases { numbers[number] = try row[number.rawValue, as: Int64.self] }
        days = [:]
        for day in AccessDays.allCases { days[day] = try row[day.rawValue, as: Int32?.self].map(Int64.init) }
    }

    /// Numbers made by hand.
    init(
        school: SchoolID, group: String, other: String? = nil, numbers: [AccessNumber: Int64],
        days: [AccessDays: Int64] = [:]
    ) {
        self.school = school
        self.group = group
        self.other = other
        self.numbers = numbers
        self.days = days
    }

    /// One of the numbers.
    public subscript(number: AccessNumber) -> Int64 { numbers[number] ?? 0 }
}

/// A number of people. The raw value is the column of `analytics.access_between`.
public enum AccessNumber: String, CaseIterable, Hashable, Sendable {
    /// Enrolled for a day or more.
    case enrolled
    /// Offered something while enrolled.
    case offered
    /// Who accepted.
    case accepted
    /// Who began.
    case started
    /// Who completed.
    case completed
    /// Enrolled, and offered nothing.
    case neverOffered = "never_offered"
    /// First offered something within so many days after they came.
    case offeredSoon = "offered_soon"
    /// Offered something that a teacher began.
    case byTeacher = "by_teacher"
    /// … the family began.
    case byFamily = "by_family"
    /// … the learner began.
    case byLearner = "by_learner"
    /// … a rule began that holds for everyone.
    case byRule = "by_rule"
    /// Who asked for a support.
    case asked
    /// Who was given all they asked for.
    case met
    /// Who asked, and waits for something.
    case waiting
}

/// A time that people waited, in days.
public enum AccessDays: String, CaseIterable, Hashable, Sendable {
    /// Until a quarter of those enrolled had an offer.
    case quarterOffered = "quarter_offered_after"
    /// Until half had.
    case halfOffered = "half_offered_after"
    /// Until three quarters had.
    case threeQuartersOffered = "three_quarters_offered_after"
    /// Until half of those who asked had all the supports they asked for.
    case halfMet = "half_met_after"
}
