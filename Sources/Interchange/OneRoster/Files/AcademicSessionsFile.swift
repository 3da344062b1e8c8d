import EventLog
import LibPQ

/// `academicSessions.csv`: school years, semesters, terms and grading periods.
struct AcademicSessionsFile: RosterFile {
    static let name = "academicSessions"
    static let required = ["sourcedId", "title", "type", "startDate", "endDate"]
    static let used = ["sourcedId", "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"]
    static let target: String? = "ref.term"
    static let staging = StagingTable(
        name: "roster_session",
        columns: [
            ("title", "text"), ("kind", "text"), ("starts_on", "date"), ("ends_on", "date"), ("school_year", "int"),
            ("parent", "text"),
        ])

    private let title, type, start, end, year, parent: RosterHeader.Column

    init(_ header: RosterHeader) {
        title = header["title"]
        type = header["type"]
        start = header["startDate"]
        end = header["endDate"]
        year = header["schoolYear"]
        parent = header["parentSourcedId"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        let first = row.requiredDate(start)
        if row.text(end) == nil { row.problem(end, value: nil, "must not be empty") }
        copy.append(row.required(title))
        copy.append(row.required(type))
        copy.append(first)
        copy.append(row.lastDay(end, from: first))
        copy.append(row.integer(year))
        copy.append(row.id(parent))
    }
}
