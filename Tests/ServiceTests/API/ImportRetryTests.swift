import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import LibPQ
import Testing

@testable import Service

@Suite struct ImportRetryTests {
    private func ask(
        _ service: RunningService, _ what: String, _ body: [UInt8], key: String, as caller: Caller
    ) async throws -> Answer {
        try await service.send(
            .post, "/api/v1/imports/\(what)", as: caller, headers: [("Idempotency-Key", key)],
            type: what.hasPrefix("roster") ? "application/zip" : "application/x-ndjson", body: body)
    }

    @Test func `The same key and the same file are the same import, also at once and after its end`() async throws {
        try await RunningService.with { service in
            let token = try await service.token()
            let roster = try RunningService.roster(learners: 8)
            let path = "roster?asOf=2025-09-01"
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<4 { group.addTask { try await ask(service, path, roster, key: "night-1", as: token) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status) == [202, 202, 202, 202])
            let places = Set(answers.compactMap { $0[header: "Location"] })
            #expect(places.count == 1)
            let place = try #require(places.first)
            #expect(try await service.waitForImport(place, as: token)["state"] == .string("done"))
            let later = try await ask(service, path, roster, key: "night-1", as: token)
            #expect(later.status == 202 && later[header: "Location"] == place)
            #expect(try later.json()["state"] == .string("done"))
            let list = try await service.get("/api/v1/imports", as: token).json()
            #expect(list["imports"]?.array?.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: service.folder.path()) == [])
            #expect(try await service.log.head() == 8)
        }
    }

    @Test
    func `Another file, another setting or another sort under the key is refused; another caller's key is theirs`()
        async throws
    {
        try await RunningService.with { service in
            let token = try await service.token()
            let roster = try RunningService.roster(learners: 2)
            let first = try await ask(service, "roster?asOf=2025-09-01", roster, key: "k", as: token)
            #expect(first.status == 202)
            let place = try #require(first[header: "Location"])
            _ = try await service.waitForImport(place, as: token)
            let larger = try RunningService.roster(learners: 3)
            #expect(
                try await ask(service, "roster?asOf=2025-09-01", larger, key: "k", as: token).problem == "reused-id")
            #expect(
                try await ask(service, "roster?asOf=2025-09-02", roster, key: "k", as: token).problem == "reused-id")
            #expect(try await ask(service, "events", roster, key: "k", as: token).problem == "reused-id")
            #expect(try await ask(service, "events", roster, key: "", as: token).problem == "bad-request")
            let other = try await service.token([.importData])
            let own = try await ask(service, "roster?asOf=2025-09-01", larger, key: "k", as: other)
            #expect(own.status == 202 && own[header: "Location"] != place)
            #expect(
                try await service.waitForImport(try #require(own[header: "Location"]), as: token)["state"]
                    == .string("done"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: service.folder.path()) == [])
            #expect(try await service.log.head() == 3)
        }
    }

    @Test func `An import that was cut off and whose file is lost goes on when it is sent again by its key`()
        async throws
    {
        try await RunningService.with { service in
            let token = try await service.token()
            let tenant = service.log.district.tenant
            let roster = try RunningService.roster(learners: 4)
            let first = try await ask(service, "roster?asOf=2025-09-01", roster, key: "k", as: token)
            let place = try #require(first[header: "Location"])
            _ = try await service.waitForImport(place, as: token)
            for cut in [
                "state = 'stopped', error = 'x'",
                "state = 'running', finished_at = null, seen_at = clock_timestamp() - interval '1 hour'",
            ] {
                try await service.log.run { session in
                    _ = try session.execute(
                        "update ref.import_request set \(unsafeRaw: cut) where tenant = \(tenant)")
                }
                let again = try await ask(service, "roster?asOf=2025-09-01", roster, key: "k", as: token)
                #expect(again.status == 202 && again[header: "Location"] == place)
                #expect(try again.json()["state"] == .string("waiting"))
                let end = try await service.waitForImport(place, as: token)
                #expect(end["state"] == .string("done") && end["error"] == nil, "\(end)")
            }
            #expect(try await service.log.head() == 4)
        }
    }
}
