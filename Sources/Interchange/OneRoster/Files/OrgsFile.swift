import LibPQ

/// `orgs.csv`: schools and the other organisations of a district.
struct OrgsFile: RosterFile {
    static let name = "orgs"
    static let required = ["sourcedId", "name", "type"]
    static let used = ["sourcedId", "name", "type", "parentSourcedId"]
    static let target: String? = "ref.school"
    static let staging = StagingTable(
        name: "roster_org", columns: [("name", "text"), ("kind", "text"), ("parent", "text")])

    private let name, type, parent: RosterHeader.Column

    init(_ header: RosterHeader) {
        name = header["name"]
        type = header["type"]
        parent = header["parentSourcedId"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        copy.append(row.required(name))
        // Kinds beyond the standard's are kept as they are: nothing depends on them.
        copy.append(row.required(type).lowercased())
        copy.append(row.id(parent))
    }
}
