import Foundation
import HTTPTypes
import LearningRecord
import Testing

@testable import Service

@Suite struct StatusAPITests {
    @Test func `Whoever comes is told who they are here`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.get("/api/v1/me", as: service.token([.readStatus, .readEvents])).json()
            #expect(token["kind"] == .string("token"))
            #expect(token["scopes"] == .array([.string("events:read"), .string("status:read")]))
            let caller = try await service.account(
                "grace", person: small.teacher, [RoleGrant(role: .registrar, school: small.school)])
            let account = try await service.get("/api/v1/me", as: caller).json()
            #expect(account["name"] == .string("Grace"))
            #expect(account["parts"]?.array?.map { $0["part"]?.string } == ["registrar", "teacher"])
            #expect(try await service.get("/api/v1/me", as: .nobody).problem == "not-signed-in")
        }
    }

    @Test func `How far the tables are stands there, each with its lag`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token()
            _ = try await service.get("/api/v1/learners/\(small.ada)/continuum?atLeast=\(small.position)", as: token)
            let json = try await service.get("/api/v1/projections", as: token).json()
            let lags = json["projections"]?.array?.compactMap { $0["lag"]?.integer } ?? []
            #expect(!lags.isEmpty)
            #expect(lags.allSatisfy { $0 == 0 })
            let teacher = try await service.account("grace", person: small.teacher)
            #expect(try await service.get("/api/v1/projections", as: teacher).problem == "forbidden")
        }
    }

    @Test func `Every type of problem has a page, for programs and for people`() async throws {
        try await RunningService.with(follows: false) { service in
            for sort in Problem.Sort.allCases {
                let json = try await service.get("/problems/\(sort.rawValue)", as: .nobody).json()
                #expect(json["status"]?.integer == Int64(sort.status.code))
                #expect(json["advice"]?.string?.isEmpty == false)
                let page = try await service.get(
                    "/problems/\(sort.rawValue)", as: .nobody, headers: [("Accept", "text/html")])
                #expect(page.type == "text/html")
                #expect(page.text.contains("<h1>"))
            }
            #expect(try await service.get("/problems/none-such", as: .nobody).status == 404)
        }
    }

    @Test func `A method that a route does not answer is refused with those that it does`() async throws {
        try await RunningService.with(follows: false) { service in
            let answer = try await service.send(.delete, "/api/v1/events", as: .nobody)
            #expect(answer.status == 405)
            #expect(answer.problem == "method-not-allowed")
            let allowed = (answer[header: "Allow"] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
            #expect(Set(allowed) == ["GET", "HEAD", "POST"])
            #expect(try await service.get("/api/v1/nothing", as: .nobody).problem == "not-found")
        }
    }
}
