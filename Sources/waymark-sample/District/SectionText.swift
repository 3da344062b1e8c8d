/// The parts of an event's line that are the same for all learners of a section.
struct SectionText {
    let byTeacher, place: [UInt8]
    /// The teacher, as an object with a role.
    let teacher: [UInt8]

    /// What is of a school and of no section; nobody teaches there.
    init(_ school: DistrictSchool) {
        teacher = []
        byTeacher = []
        place = Array(",\"school\":\"roster:\(school.id)\",\"facts\":{".utf8)
    }

    init(_ school: DistrictSchool, section: Int, term: SchoolTerm) {
        let person = "{\"person\":\"roster:\(school.teacher(section))\",\"role\":\"teacher\"}"
        teacher = Array(person.utf8)
        byTeacher = Array("\",\"assertedBy\":\(person)".utf8)
        place = Array(
            ",\"school\":\"roster:\(school.id)\",\"section\":\"roster:\(school.section(section, in: term))\",\"facts\":{"
                .utf8)
    }
}
