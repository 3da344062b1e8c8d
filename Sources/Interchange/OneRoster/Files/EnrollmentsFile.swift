import EventLog
import Foundation
import LearningRecord
import LibPQ

/// `enrollments.csv`: who is in which class, in which part and when.
struct EnrollmentsFile: RosterFile {
    static let name = "enrollments"
    static let required = ["sourcedId", "classSourcedId", "userSourcedId", "role"]
    static let used = [
        "sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "beginDate", "endDate",
    ]
    static let target: String? = "ref.enrolment"
    static let staging = StagingTable(
        name: "roster_enrolment",
        columns: [
            ("class", "text"), ("school", "text"), ("person", "text"), ("part", "text"), ("starts_on", "date"),
            ("ends_on", "date"), ("event", "uuid"),
        ])

    private let section, school, user, role, begin, end: RosterHeader.Column
    private let events = EventIDs()

    init(_ header: RosterHeader) {
        section = header["classSourcedId"]
        school = header["schoolSourcedId"]
        user = header["userSourcedId"]
        role = header["role"]
        begin = header["beginDate"]
        end = header["endDate"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        let first = row.date(begin)
        copy.append(row.requiredID(section))
        copy.append(row.id(school))
        copy.append(row.requiredID(user))
        if row.text(role) == nil { row.problem(role, value: nil, "must not be empty") }
        copy.append(row.choice(role, of: RosterRole.ofEnrolments))
        copy.append(first)
        copy.append(row.lastDay(end, from: first))
        copy.append(events.next())
    }
}

/// Ids for the events that may follow from rows, one for each: ordered by time as the rows are, so that the log's index
/// grows at one end. Made here, since the server takes longer for one than for anything else that it does with a row.
private final class EventIDs {
    private var ids = UUIDv7Generator()

    func next() -> UUID {
        ids.next(at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
    }
}
