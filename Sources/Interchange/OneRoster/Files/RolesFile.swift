import EventLog
import LibPQ

/// `roles.csv` of 1.2: which part a person has in which organisation.
struct RolesFile: RosterFile {
    static let name = "roles"
    static let required = ["sourcedId", "userSourcedId", "role", "orgSourcedId"]
    static let used = ["sourcedId", "userSourcedId", "role", "orgSourcedId", "beginDate", "endDate"]
    static let target: String? = "ref.person_role"
    static let staging = StagingTable(
        name: "roster_role",
        columns: [
            ("person", "text"), ("role", "text"), ("org", "text"), ("starts_on", "date"), ("ends_on", "date"),
        ])

    private let user, role, org, begin, end: RosterHeader.Column

    init(_ header: RosterHeader) {
        user = header["userSourcedId"]
        role = header["role"]
        org = header["orgSourcedId"]
        begin = header["beginDate"]
        end = header["endDate"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        let first = row.date(begin)
        copy.append(row.requiredID(user))
        if row.text(role) == nil { row.problem(role, value: nil, "must not be empty") }
        copy.append(row.choice(role, of: RosterRole.ofPeople))
        copy.append(row.requiredID(org))
        copy.append(first)
        copy.append(row.lastDay(end, from: first))
    }
}
