import EventLog
public import LearningRecord
public import LibPQ

/// A stretch of days without a gap in which a learner was enrolled at a school, in whatever sections.
public struct AccessPresence: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "access_presence", key: .position, keyColumn: "enrolment",
        columns: ["school", "starts_on", "ends_on", "explained_by"])

    /// The position of the enrolment that begins it.
    public var enrolment: Int64
    /// The school.
    public var school: SchoolID
    /// The first day.
    public var startsOn: CalendarDate
    /// The last day; `nil` while it is open.
    public var endsOn: CalendarDate?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    /// The stretches that enrolments make: those of one school that overlap, or follow each other from one day to the
    /// next, are one. An enrolment that ended before it began makes none.
    static func merging(_ enrolments: [AccessEnrolment]) -> [AccessPresence] {
        let attended = enrolments.filter { enrolment in enrolment.endsOn.map { enrolment.startsOn <= $0 } ?? true }
        let bySchool = Dictionary(grouping: attended, by: \.school)
        return bySchool.values.flatMap(stretches).sorted { $0.enrolment < $1.enrolment }
    }

    private static func stretches(_ enrolments: [AccessEnrolment]) -> [AccessPresence] {
        let ordered = enrolments.sorted { ($0.startsOn, $0.enrolment) < ($1.startsOn, $1.enrolment) }
        var stretches: [AccessPresence] = []
        for enrolment in ordered {
            if let last = stretches.indices.last, stretches[last].reaches(enrolment.startsOn) {
                stretches[last].extend(by: enrolment)
            } else {
                stretches.append(
                    AccessPresence(
                        enrolment: enrolment.enrolment, school: enrolment.school, startsOn: enrolment.startsOn,
                        endsOn: enrolment.endsOn, explainedBy: enrolment.explainedBy))
            }
        }
        return stretches
    }

    private func reaches(_ day: CalendarDate) -> Bool {
        endsOn.map { day.daysSince1970 <= Int64($0.daysSince1970) + 1 } ?? true
    }

    private mutating func extend(by enrolment: AccessEnrolment) {
        endsOn = endsOn.flatMap { end in enrolment.endsOn.map { max(end, $0) } }
        explainedBy = (explainedBy + enrolment.explainedBy).sorted()
    }

    func covers(_ day: CalendarDate) -> Bool { startsOn <= day && endsOn.map { day <= $0 } ?? true }

    func write(to row: inout CopyRow) {
        row.append(school)
        row.append(startsOn)
        row.append(endsOn)
        row.append(explainedBy)
    }
}

extension AccessPresence {
    /// Reads a row of the table.
    public init(_ row: Row) throws(PostgresError) {
        enrolment = try row["enrolment", as: Int64.self]
        school = try row["school", as: SchoolID.self]
        startsOn = try row["starts_on", as: CalendarDate.self]
        endsOn = try row["ends_on", as: CalendarDate?.self]
        explainedBy = try row["explained_by", as: [Int64].self]
    }
}
