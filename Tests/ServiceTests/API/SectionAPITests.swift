import EventLog
import Foundation
import LearningRecord
import LibPQ
import Testing

@testable import Service

@Suite struct SectionAPITests {
    @Test func `Sections are those that somebody teaches, those of a registrar's school, and all for a token`()
        async throws
    {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            func titles(_ caller: Caller) async throws -> [String]? {
                try await service.get("/api/v1/sections", as: caller).json()["sections"]?.array?
                    .compactMap { $0["title"]?.string }
            }
            #expect(try await titles(service.token([.readRecords])) == ["Ratios A", "Ratios B"])
            #expect(try await titles(service.account("grace", person: small.teacher)) == ["Ratios A"])
            #expect(
                try await titles(service.account("reg", [RoleGrant(role: .registrar, school: small.other)]))
                    == ["Ratios B"])
            #expect(try await titles(service.account("mia", person: small.mother)) == [])
            let page = try await service.get("/api/v1/sections?limit=1", as: service.token()).json()
            let next = try #require(page["next"]?.string)
            let rest = try await service.get("/api/v1/sections?after=\(next)", as: service.token()).json()
            #expect(rest["sections"]?.array?.first?["title"] == .string("Ratios B"))
        }
    }

    @Test func `What the learners of a section need is for who teaches it, and each look is noted for each learner`()
        async throws
    {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let teacher = try await service.account("grace", person: small.teacher)
            let path = "/api/v1/sections/\(small.section)/needs"
            let answer = try await service.get("\(path)?atLeast=\(small.position)", as: teacher)
            #expect(answer.status == 200, "\(answer.text)")
            let json = try answer.json()
            #expect(json["learners"]?.array?.map { $0["name"]?.string } == ["Ben Ames", "Ada Moreno"])
            let needs = json["needs"]?.array?.compactMap { $0["need"]?.string } ?? []
            #expect(needs.contains("beginning"))
            #expect(needs.contains("learner-voice"))
            let tenant = service.log.district.tenant
            let noted = try await service.log.run { session in
                try session.query(
                    """
                    select learner from access.record_read
                     where tenant = \(tenant) and what = 'readSectionNeeds' and why = 'teaches the section'
                    """
                ).column(as: LearnerID.self)
            }
            #expect(Set(noted) == [small.ada, small.ben])
            let tag = try #require(answer[header: "ETag"])
            #expect(try await service.get(path, as: teacher, headers: [("If-None-Match", tag)]).status == 304)
            // Nobody was in it then.
            let before = try await service.get("\(path)?on=2020-01-01", as: teacher).json()
            #expect(before["learners"] == .array([]))
            #expect(try await service.get("/api/v1/sections/\(small.neighbour)/needs", as: teacher).status == 404)
            #expect(try await service.get("/api/v1/sections/\(UUID())/needs", as: teacher).status == 404)
            #expect(try await service.get("\(path)?on=monday", as: teacher).problem == "bad-request")
        }
    }
}
