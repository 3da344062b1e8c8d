import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct FrameworkAPITests {
    @Test func `A framework has its items in order, what precedes what, and the words of its levels`() async throws {
        try await RunningService.with { service in
            try await service.importFramework()
            let token = try await service.token([.readFrameworks])
            let list = try await service.get("/api/v1/frameworks", as: token).json()
            #expect(list["frameworks"]?.array?.map { $0["title"]?.string } == ["Numbers"])
            let path = "/api/v1/frameworks/\(RunningService.framework)"
            let answer = try await service.get(path, as: token)
            let json = try answer.json()
            #expect(
                json["items"]?.array?.map { $0["statement"]?.string } == [
                    "Numbers", "Compare by ratios", "Read slopes",
                ])
            #expect(json["precedes"]?.array?.first?["from"] == .string(RunningService.ratios.description))
            #expect(json["levels"]?.array?.first?["name"] == .string("beginning"))
            let tag = try #require(answer[header: "ETag"])
            #expect(try await service.get(path, as: token, headers: [("If-None-Match", "W/\(tag)")]).status == 304)
            #expect(try await service.get("\(path)?version=2", as: token).status == 404)
            #expect(try await service.get("\(path)?version=0", as: token).problem == "bad-request")
            #expect(try await service.get("/api/v1/frameworks/\(UUID())", as: token).status == 404)
        }
    }

    @Test func `A framework goes out as a CASE package, which comes in again as the same`() async throws {
        try await RunningService.with { service in
            try await service.importFramework()
            let token = try await service.token()
            let path = "/api/v1/frameworks/\(RunningService.framework)/case"
            let answer = try await service.get(path, as: token)
            #expect(try answer.json()["CFItems"]?.array?.count == 3)
            #expect(answer[header: "ETag"] != nil)
            let again = try await service.importAndWait("framework", "application/json", answer.body, as: token)
            #expect(again["report"]?["outcome"] == .string("unchanged"))
            #expect(try await service.get("/api/v1/frameworks/\(UUID())/case", as: token).status == 404)
        }
    }
}
