import EventLog
public import LearningRecord
import LibPQ

/// One enrolment of a learner in a school, or in a section of it.
public struct AccessEnrolment: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "access_enrolment", key: .position, keyColumn: "enrolment",
        columns: ["school", "section", "course", "starts_on", "ends_on", "explained_by"])

    /// The position of the enrolment.
    public var enrolment: Int64
    /// The school.
    public var school: SchoolID
    /// The section.
    public var section: SectionID?
    /// The course of the section.
    public var course: CourseID?
    /// The first day.
    public var startsOn: CalendarDate
    /// The last day; `nil` while it is open. Before ``startsOn`` where the learner never came.
    public var endsOn: CalendarDate?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    init(_ enrolment: AccessEquity.Enrolment, end: AccessEquity.End?) {
        self.enrolment = enrolment.moment.position
        school = enrolment.school
        section = enrolment.section
        course = enrolment.course
        startsOn = enrolment.from
        endsOn = end?.on ?? enrolment.to
        explainedBy = [enrolment.moment.position, end?.moment.position].compactMap(\.self).sorted()
    }

    func covers(_ day: CalendarDate) -> Bool { startsOn <= day && endsOn.map { day <= $0 } ?? true }

    func write(to row: inout CopyRow) {
        row.append(school)
        row.append(section)
        row.append(course)
        row.append(startsOn)
        row.append(endsOn)
        row.append(explainedBy)
    }
}
