import LibPQ

/// `classes.csv`: sections, with their course, school and terms.
struct ClassesFile: RosterFile {
    static let name = "classes"
    static let required = ["sourcedId", "title", "schoolSourcedId"]
    static let used = ["sourcedId", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds"]
    static let target: String? = "ref.section"
    static let staging = StagingTable(
        name: "roster_class",
        columns: [("title", "text"), ("course", "text"), ("school", "text"), ("terms", "text[]")])

    private let title, course, school, terms: RosterHeader.Column

    init(_ header: RosterHeader) {
        title = header["title"]
        course = header["courseSourcedId"]
        school = header["schoolSourcedId"]
        terms = header["termSourcedIds"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        copy.append(row.required(title))
        copy.append(row.id(course))
        copy.append(row.requiredID(school))
        copy.append(row.ids(terms))
    }
}
