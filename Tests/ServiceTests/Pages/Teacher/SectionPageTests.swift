import EventLog
import Foundation
import LearningRecord
import LibPQ
import Testing

@testable import Service

@Suite struct SectionPageTests {
    private static let names = ["Zoe Abbot", "Ben Ames", "Ada Moreno"]

    @Test func `A section is shown by what comes next and by name, and each look is noted for each learner`()
        async throws
    {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await school.append([
                school.evidence(school.small.ben, at: 2, task: "Bridge", on: "2025-10-02"),
                school.evidence(school.small.ben, at: 2, task: "Recipe", on: "2025-10-09"),
            ])
            let page = try await school.get(school.path)
            #expect(page.status == 200)
            #expect(page.has("Ready to decide at <strong>developing</strong>"))
            #expect(page.has("/learners/\(school.small.ben)/competencies/\(RunningService.ratios)/decisions"))
            #expect(page.has("Learners to hear on a decision"))
            #expect(page.has(#"data-news="\#(school.path)/news""#))
            let byName = try await school.get("\(school.path)/by-name")
            #expect(byName.order(of: Self.names) == Self.names)
            for learner in [school.small.ada, school.small.ben, school.zoe] {
                #expect(try await school.looks(at: learner, what: "section") == ["teaches the learner"])
                #expect(try await school.looks(at: learner, what: "sectionByName") == ["teaches the learner"])
            }
            let home = try await school.get("/sections")
            #expect(home.has("Ratios A"))
            #expect(home.has("Waiting for you: ready to decide; learners to hear on a decision"))
            #expect(!home.has("Ratios B"))
        }
    }

    @Test func `Another teacher's section is nowhere, and neither is one that is not`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let paths = ["", "/by-name", "/news", "/without-offer", "/waiting"]
            for path in paths.map({ "/sections/\(school.small.neighbour)\($0)" }) + ["/sections/\(UUID())"] {
                #expect(try await school.get(path).status == 404, "\(path)")
            }
            let form = [("about", "\(school.small.cleo)"), ("as", "attempt-demonstrated"), ("task", "Bridge")]
            #expect(try await school.post("/sections/\(school.small.neighbour)/record", form).status == 404)
            // Nor is anybody else's learner recorded through one's own section.
            #expect(try await school.post("\(school.path)/record", form).status == 409)
            #expect(try await school.events(.attempt, of: school.small.cleo).isEmpty)
            let mother = try await service.account("mia", person: school.small.mother)
            #expect(try await school.get(school.path, as: mother).status == 404)
        }
    }

    @Test(arguments: [1, 2, 3])
    func `Levels do not change the order in which learners stand`(seed: Int) async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let learners = [school.small.ada, school.small.ben, school.zoe]
            // Each at another level, and in each round at another one.
            let levels = [[1, 2, 3], [3, 1, 2], [2, 3, 1]][seed - 1]
            try await school.append(
                try zip(learners, levels).map { learner, level in
                    try school.evidence(
                        learner, at: level, task: "Slope", on: "2025-11-03", competency: RunningService.slopes)
                })
            let byName = try await school.get("\(school.path)/by-name")
            #expect(byName.order(of: Self.names) == Self.names)
            let byNeed = try await school.get(school.path)
            #expect(byNeed.order(of: Self.names, behind: #"id="need-evidence""#) == Self.names)
        }
    }

    @Test func `Somebody to whom a learner's record is closed does not see the learner in a section either`()
        async throws
    {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let (tenant, learner, person) = (service.log.district.tenant, school.small.ben, school.small.teacher)
            try await service.log.run { session in
                _ = try session.execute(
                    """
                    insert into access.restriction (tenant, learner, person, reason)
                    values (\(tenant), \(learner), \(person), 'an order')
                    """)
            }
            for part in ["", "/by-name", "/without-offer", "/waiting"] {
                #expect(try await !school.get(school.path + part).has("Ben Ames"), "\(part)")
            }
            #expect(try await school.looks(at: learner, what: "section").isEmpty)
        }
    }

    @Test func `Who had no offer this term and who waits for a support stands there until it is given`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await service.term("Now", "2025-08-01", "2030-08-01", year: 2026)
            let without = try await school.get("\(school.path)/without-offer")
            #expect(without.order(of: Self.names) == Self.names)
            let offer = try service.event(
                .enrichmentOffered(
                    EnrichmentOffered(
                        opportunity: try service.label("Math circle"), form: .enrichment, initiatedBy: .teacher)),
                of: school.small.ben, on: "2026-02-01")
            let request = try service.event(
                .supportRequested(SupportRequested(support: try service.label("Worked examples"))),
                of: school.zoe, on: "2026-02-02")
            try await school.append([offer, request])
            #expect(try await !school.get("\(school.path)/without-offer").has("Ben Ames"))
            let waiting = try await school.get("\(school.path)/waiting")
            #expect(waiting.has("Worked examples"))
            let form = [("request", "\(request.id)"), ("event", "\(request.id)")]
            let given = try await school.post("\(school.path)/waiting", form)
            #expect(given.has("Nobody here waits for a support"))
            _ = try await school.post("\(school.path)/waiting", form)
            let supports = try await school.events(.supportProvided, of: school.zoe)
            #expect(supports.count == 1)
            #expect(supports.first?.assertedBy == Assertion(person: school.small.teacher, role: .teacher))
        }
    }
}
