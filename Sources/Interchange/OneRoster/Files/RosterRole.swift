/// The parts that people have in a school, as OneRoster names them.
enum RosterRole {
    /// Of users and of roles: 1.1 and 1.2 together.
    static let ofPeople = words([
        "administrator", "aide", "counselor", "districtAdministrator", "guardian", "parent", "principal", "proctor",
        "relative", "siteAdministrator", "student", "systemAdministrator", "teacher",
    ])

    /// Of enrolments. Only students' become learning events.
    static let ofEnrolments = words(["administrator", "aide", "proctor", "student", "teacher"])

    static let student = "student"

    private static func words(_ names: [String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })
    }
}
