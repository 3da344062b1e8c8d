import LibPQ

/// `courses.csv`.
struct CoursesFile: RosterFile {
    static let name = "courses"
    static let required = ["sourcedId", "title"]
    static let used = ["sourcedId", "title", "courseCode", "orgSourcedId"]
    static let target: String? = "ref.course"
    static let staging = StagingTable(
        name: "roster_course", columns: [("title", "text"), ("course_code", "text"), ("org", "text")])

    private let title, code, org: RosterHeader.Column

    init(_ header: RosterHeader) {
        title = header["title"]
        code = header["courseCode"]
        org = header["orgSourcedId"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        copy.append(row.required(title))
        copy.append(row.text(code))
        copy.append(row.id(org))
    }
}
