import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct LearnerAPITests {
    @Test func `Learners are found by parts of their names, by those who may see them alone`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token()
            let teacher = try await service.account("grace", person: small.teacher)
            let mother = try await service.account("mia", person: small.mother)
            let registrar = try await service.account("reg", [RoleGrant(role: .registrar, school: small.other)])
            func names(_ path: String, _ caller: Caller) async throws -> [String] {
                let answer = try await service.get(path, as: caller)
                #expect(answer.status == 200, "\(answer.text)")
                return try answer.json()["learners"]?.array?.compactMap { $0["name"]?.string } ?? []
            }
            #expect(try await names("/api/v1/learners?query=moreno", token) == ["Ada Moreno", "Cleo Moreno"])
            #expect(try await names("/api/v1/learners?query=Moreno,+Ada", token) == ["Ada Moreno"])
            #expect(try await names("/api/v1/learners?query=roster:s-2", token) == ["Ben Ames"])
            #expect(try await names("/api/v1/learners?query=\(small.cleo)", token) == ["Cleo Moreno"])
            #expect(try await names("/api/v1/learners", teacher) == ["Ben Ames", "Ada Moreno"])
            #expect(try await names("/api/v1/learners?query=moreno", teacher) == ["Ada Moreno"])
            #expect(try await names("/api/v1/learners", mother) == ["Ada Moreno"])
            #expect(try await names("/api/v1/learners", registrar) == ["Cleo Moreno"])
        }
    }

    @Test func `A list goes on behind the last of a page`() async throws {
        try await RunningService.with { service in
            _ = try await SmallSchool(service)
            let token = try await service.token([.readRecords])
            var names: [String] = []
            var path: String? = "/api/v1/learners?limit=1"
            while let next = path {
                let page = try await service.get(next, as: token).json()
                names += page["learners"]?.array?.compactMap { $0["name"]?.string } ?? []
                path = page["next"]?.string.map { "/api/v1/learners?limit=1&after=\($0)" }
                #expect((page["more"]?.bool ?? false) == (path != nil))
            }
            #expect(names == ["Ben Ames", "Ada Moreno", "Cleo Moreno"])
        }
    }

    @Test func `What is not there and what is not the caller's look the same`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let teacher = try await service.account("grace", person: small.teacher)
            for part in ["", "/continuum", "/events", "/transcript", "/disclosures", "/reads"] {
                let forbidden = try await service.get("/api/v1/learners/\(small.cleo)\(part)", as: teacher)
                let absent = try await service.get("/api/v1/learners/\(UUID())\(part)", as: teacher)
                #expect(forbidden.status == 404)
                #expect(absent.status == 404)
                #expect(try forbidden.json()["detail"] == absent.json()["detail"])
                #expect(
                    try await service.get("/api/v1/learners/\(small.ada)\(part)", as: .nobody).problem
                        == "not-signed-in")
            }
            // A teacher sees the record, and not whom it was disclosed to.
            #expect(try await service.get("/api/v1/learners/\(small.ada)", as: teacher).status == 200)
            #expect(try await service.get("/api/v1/learners/\(small.ada)/reads", as: teacher).status == 404)
        }
    }

    @Test func `Who a learner is, with a tag by which the same answer is not sent again`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token()
            let answer = try await service.get("/api/v1/learners/\(small.ada)?atLeast=\(small.position)", as: token)
            #expect(try answer.json()["name"] == .string("Ada Moreno"))
            #expect(try answer.json()["schools"] == .array([.string("First School")]))
            #expect(try answer.json()["ids"] == .array([.string(small.ada.description)]))
            let tag = try #require(answer[header: "ETag"])
            let again = try await service.get(
                "/api/v1/learners/\(small.ada)", as: token, headers: [("If-None-Match", tag)])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }

    @Test func `A parameter that a route does not know, or that says nothing to it, is named`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token()
            for (path, parameter) in [
                ("/api/v1/learners?quary=ada", "quary"), ("/api/v1/learners?limit=0", "limit"),
                ("/api/v1/learners?limit=1&limit=2", "limit"), ("/api/v1/learners?after=here", "after"),
                ("/api/v1/learners?query=a%00b", "query"), ("/api/v1/me?verbose=true", "verbose"),
                ("/api/v1/learners/\(small.ada)/continuum?asOf=yesterday", "asOf"),
                ("/api/v1/learners/\(small.ada)/explanation", "competency"),
                (
                    "/api/v1/learners/\(small.ada)/explanation?competency=\(RunningService.ratios)&of=transcript&asOf=2026-01-01",
                    "asOf"
                ),
            ] {
                let answer = try await service.get(path, as: token)
                #expect(answer.status == 400, "\(path)")
                #expect(answer.problem == "bad-request")
                #expect(try answer.json()["parameter"] == .string(parameter), "\(path)")
            }
        }
    }

    @Test func `A token does what its scopes say, and the problem names the one that is missing`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token([.readFrameworks])
            for path in [
                "/api/v1/learners", "/api/v1/sections", "/api/v1/learners/\(small.ada)", "/api/v1/projections",
                "/api/v1/events", "/api/v1/equity", "/api/v1/imports",
            ] {
                let answer = try await service.get(path, as: token)
                #expect(answer.status == 403, "\(path)")
                #expect(answer.text.contains("lacks the scope"))
            }
            // No scope opens what is for people.
            let all = try await service.token()
            #expect(try await service.get("/api/v1/learners/\(small.ada)/reads", as: all).status == 404)
            #expect(try await service.get("/api/v1/equity/explanation?measure=offered", as: all).status == 403)
        }
    }
}
