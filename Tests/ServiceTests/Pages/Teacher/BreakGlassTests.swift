import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct BreakGlassTests {
    private static let reason = "I stand in for Mr. Ito this week."

    @Test func `A record is opened for a reason, is listed with it, and ends`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let continuum = "/api/v1/learners/\(school.small.cleo)/continuum"
            #expect(try await service.get(continuum, as: school.teacher).status == 404)
            let wordless = try await school.post("/break-glass", [("learner", "Cleo Moreno"), ("reason", "help")])
            #expect(wordless.status == 422)
            #expect(wordless.has("Say why, in a sentence or more."))
            #expect(wordless.has("Cleo Moreno"))
            _ = try await school.post("/break-glass", [("learner", "Cleo Moreno"), ("reason", Self.reason)])
            #expect(try await service.get(continuum, as: school.teacher).status == 200)
            let page = try await school.get("/break-glass")
            #expect(page.has(Self.reason))
            let openings = try await OpeningStore(log: service.log).all(at: [school.small.cleo], limit: 10)
            #expect(openings.map(\.reason) == [Self.reason])
            let opening = try #require(openings.first)
            #expect(opening.expiresAt.microseconds - opening.openedAt.microseconds <= 3_600_000_000)
            #expect(try await school.looks(at: school.small.cleo, what: "breakGlass") == ["opened for a reason"])
            #expect(
                try await school.looks(at: school.small.cleo, what: "readContinuum") == ["opened for a reason"])
            // Nobody may decide by it.
            let decide = "/learners/\(school.small.cleo)/competencies/\(RunningService.ratios)/decisions"
            #expect(try await school.get(decide).status == 404)
            // It is nobody else's to end.
            let other = try await service.account("head", [RoleGrant(role: .principal)])
            let end = "/break-glass/\(opening.id.uuidString.lowercased())/end"
            _ = try await school.post(end, [], as: other)
            #expect(try await service.get(continuum, as: school.teacher).status == 200)
            #expect(try await school.post(end, []).has("Closed."))
            #expect(try await service.get(continuum, as: school.teacher).status == 404)
            #expect(try await !school.get("/break-glass").has(Self.reason))
        }
    }

    @Test func `A learner is found by the full name or the roster's id, and nobody is listed`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let twin = try await service.person("s-4", "Cleo", "Moreno", role: "student")
            try await service.enrol(twin, in: school.small.section, at: school.small.school)
            func open(_ fields: [(String, String)]) async throws -> PageAnswer {
                try await school.post("/break-glass", fields + [("reason", Self.reason)])
            }
            for text in ["Moreno", "Cleo", "", "Grace Okafor", "%"] {
                let answer = try await open([("learner", text)])
                #expect(answer.status == 422, "\(text)")
                #expect(answer.has("No learner has this full name or id."))
            }
            let several = try await open([("learner", "Moreno, Cleo")])
            #expect(several.has("Several learners have this name."))
            _ = try await open([("learner", "cleo moreno"), ("school", "\(school.small.other)")])
            _ = try await open([("learner", "s-4")])
            let store = OpeningStore(log: service.log)
            #expect(try await store.all(at: [school.small.cleo], limit: 9).count == 1)
            #expect(try await store.all(at: [twin], limit: 9).count == 1)
            let mother = try await service.account("mia", person: school.small.mother)
            #expect(try await school.get("/break-glass", as: mother).status == 403)
        }
    }
}
