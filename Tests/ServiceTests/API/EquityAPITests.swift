import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import Projections
import Testing

@testable import Service

@Suite struct EquityAPITests {
    /// Twenty-four learners at one school, half of whom were offered something, and two at another.
    private func fill(_ service: RunningService) async throws -> (hill: SchoolID, dale: SchoolID, position: Int64) {
        let (hill, dale) = (try await service.school("Hill High"), try await service.school("Dale High"))
        try await service.term("Autumn", "2025-08-01", "2025-12-31", year: 2026)
        var position: Int64 = 0
        for number in 0..<26 {
            let learner = LearnerID(UUID())
            let school = number < 24 ? hill : dale
            var events = [
                try service.event(
                    .enrolled(Enrolled(from: try service.day("2025-08-18"))), of: learner, on: "2025-08-18",
                    school: school)
            ]
            if number % 2 == 0 {
                events.append(
                    try service.event(
                        .enrichmentOffered(
                            EnrichmentOffered(
                                opportunity: try service.label("Robotics"), form: .enrichment, initiatedBy: .teacher)),
                        of: learner, on: "2025-09-18", school: school))
            }
            position = try await service.append(events)
        }
        return (hill, dale, position)
    }

    @Test func `Each number has its denominator, and those of few people are withheld`() async throws {
        try await RunningService.with { service in
            let (hill, dale, position) = try await fill(service)
            let token = try await service.token([.readEquity])
            let json = try await service.get("/api/v1/equity?by=all&term=Autumn&atLeast=\(position)", as: token).json()
            let groups = try #require(json["groups"]?.array)
            #expect(groups.map { $0["schoolName"]?.string } == ["Dale High", "Hill High"])
            let offered = groups.map { $0["figures"]?.array?.first { $0["figure"] == .string("offered") } }
            #expect(offered[1]?["numerator"]?.integer == 12)
            #expect(offered[1]?["denominator"]?.integer == 24)
            #expect(offered[1]?["of"] == .string("enrolled"))
            #expect(offered[0]?["numerator"] == .null)
            #expect(groups[0]["enrolled"] == .null)
            #expect(json["withholds"] == .bool(true))

            let csv = try await service.get("/api/v1/equity?by=all", as: token, headers: [("Accept", "text/csv")])
            #expect(csv.type == "text/csv")
            #expect(
                csv.text.contains(
                    "\(hill),Hill High,Autumn,2025-08-01,2025-12-31,all,everyone,,,offered,12,enrolled,24,false\r\n"))
            #expect(
                csv.text.contains(
                    "\(dale),Dale High,Autumn,2025-08-01,2025-12-31,all,everyone,,,offered,,enrolled,,true\r\n"))

            let one = try await service.get("/api/v1/equity?by=all&school=\(hill)&year=2026", as: token)
            #expect(try one.json()["groups"]?.array?.count == 1)
            let tag = try #require(one[header: "ETag"])
            let again = try await service.get(
                "/api/v1/equity?by=all&school=\(hill)&year=2026", as: token, headers: [("If-None-Match", tag)])
            #expect(again.status == 304)
        }
    }

    @Test func `Windows that would tell of single people by comparison are not released`() async throws {
        try await RunningService.with { service in
            _ = try await fill(service)
            let token = try await service.token()
            for (query, parameter) in [
                ("from=2025-08-02&to=2025-12-31", "from"), ("from=2025-08-01", "from"), ("days=29", "days"),
                ("term=Autumn&year=2026", "term"), ("by=all&and=sex", "and"), ("and=sex", "and"),
                ("form=honors", "form"),
            ] {
                let answer = try await service.get("/api/v1/equity?\(query)", as: token)
                #expect(answer.problem == "bad-request", "\(query)")
                #expect(try answer.json()["parameter"] == .string(parameter), "\(query)")
            }
            let term = try await service.get("/api/v1/equity?from=2025-08-01&to=2025-12-31&by=all", as: token)
            #expect(term.status == 200)
            let unknown = try await service.get("/api/v1/equity?term=Spring", as: token)
            #expect(unknown.status == 400)
            #expect(try unknown.json()["known"] == .array([.string("Autumn")]))
        }
    }

    @Test func `Parts that were granted for a school go no further`() async throws {
        try await RunningService.with { service in
            let (hill, dale, position) = try await fill(service)
            let analyst = try await service.account("ana", [RoleGrant(role: .analyst, school: hill)])
            let all = try await service.get("/api/v1/equity?by=all&atLeast=\(position)", as: analyst).json()
            #expect(all["groups"]?.array?.map { $0["schoolName"]?.string } == ["Hill High"])
            #expect(try await service.get("/api/v1/equity?school=\(dale)", as: analyst).status == 404)
            #expect(
                try await service.get("/api/v1/equity/explanation?measure=offered&term=Autumn", as: analyst).status
                    == 403)

            let principal = try await service.account("pat", [RoleGrant(role: .principal, school: dale)])
            let path = "/api/v1/equity/explanation?measure=never-offered&from=2025-08-10&to=2025-12-01"
            let answer = try await service.get(path, as: principal)
            let json = try answer.json()
            #expect(json["count"]?.integer == 1, "\(answer.text)")
            #expect(json["learners"]?.array?.count == 1)
            #expect(json["school"] == .string(dale.description))
            #expect(try await service.get("\(path)&school=\(hill)", as: principal).status == 404)
            #expect(
                try await service.get("/api/v1/equity/explanation?measure=offered", as: principal).problem
                    == "bad-request")
        }
    }
}
