import LearningRecord

@testable import Service

/// A school with two sections: who teaches, who learns, whose family, and who is at another school.
struct SmallSchool {
    let school: SchoolID
    let other: SchoolID
    let section: SectionID
    let neighbour: SectionID
    let teacher: PersonID
    let ada: LearnerID
    let ben: LearnerID
    /// At the other school.
    let cleo: LearnerID
    let mother: PersonID
    /// The end of the log.
    let position: Int64

    init(_ service: RunningService) async throws {
        school = try await service.school("First School")
        other = try await service.school("Other School")
        section = try await service.section("Ratios A", at: school)
        neighbour = try await service.section("Ratios B", at: other)
        teacher = try await service.person("t-1", "Grace", "Okafor", role: "teacher")
        ada = try await service.person("s-1", "Ada", "Moreno", role: "student")
        ben = try await service.person("s-2", "Ben", "Ames", role: "student")
        cleo = try await service.person("s-3", "Cleo", "Moreno", role: "student")
        mother = try await service.person("g-1", "Mia", "Moreno", role: "guardian")
        try await service.enrol(teacher, in: section, at: school, part: "teacher")
        for learner in [ada, ben] { try await service.enrol(learner, in: section, at: school) }
        try await service.enrol(cleo, in: neighbour, at: other)
        try await service.relate(ada, to: mother)
        try await service.importFramework()
        position = try await service.demonstrate(ada)
    }
}
