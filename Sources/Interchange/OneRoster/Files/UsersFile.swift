import LibPQ

/// `users.csv`: people. Of what it may hold, only what the product needs is kept: names, an e-mail address, and in 1.1
/// the part they have in which schools. Telephone numbers, logins, passwords and further identifiers are left where
/// they are.
struct UsersFile: RosterFile {
    static let name = "users"
    static let required = ["sourcedId", "givenName", "familyName"]
    static let used = [
        "sourcedId", "givenName", "middleName", "familyName", "preferredFirstName", "email", "role", "orgSourcedIds",
        "agentSourcedIds",
    ]
    static let target: String? = "ref.person"
    static let staging = StagingTable(
        name: "roster_user",
        columns: [
            ("given_name", "text"), ("middle_name", "text"), ("family_name", "text"), ("preferred_name", "text"),
            ("email", "text"), ("role", "text"), ("orgs", "text[]"), ("agents", "text[]"),
        ])

    /// Whether the people's parts stand here, as in 1.1, and not in `roles.csv`.
    var hasRoles: Bool { role.index != nil }

    private let given, middle, family, preferred, email, role, orgs, agents: RosterHeader.Column

    init(_ header: RosterHeader) {
        given = header["givenName"]
        middle = header["middleName"]
        family = header["familyName"]
        preferred = header["preferredFirstName"]
        email = header["email"]
        role = header["role"]
        orgs = header["orgSourcedIds"]
        agents = header["agentSourcedIds"]
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        copy.append(row.required(given))
        copy.append(row.text(middle))
        copy.append(row.required(family))
        copy.append(row.text(preferred))
        copy.append(row.text(email))
        copy.append(row.choice(role, of: RosterRole.ofPeople))
        copy.append(row.ids(orgs))
        copy.append(row.ids(agents))
    }
}
