import AsyncHTTPClient
import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import LibPQ
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

@Suite struct ImportAPITests {
    private func event(_ key: String, learner: String = "roster:s-1") -> String {
        """
        {"key":"\(key)","kind":"attempt","learner":"\(learner)","occurredAt":"2025-09-12T10:00:00Z",\
        "assertedBy":{"role":"system"},"facts":{"task":"t","competencies":["\(RunningService.ratios)"],"outcome":"not-yet"}}

        """
    }

    @Test func `A roster comes in in the background, and the same again changes nothing`() async throws {
        try await RunningService.with { service in
            let token = try await service.token([.importData])
            let roster = try RunningService.roster(learners: 12)
            let dry = try await service.importAndWait(
                "roster?dryRun=true&asOf=2025-09-01", "application/zip", roster, as: token)
            #expect(dry["state"] == .string("done"), "\(dry)")
            #expect(dry["report"]?["dryRun"] == .bool(true))
            #expect(try await service.log.head() == 0)
            let first = try await service.importAndWait(
                "roster?asOf=2025-09-01&name=night.zip", "application/zip", roster, as: token)
            #expect(first["report"]?["events"]?["enrolled"]?.integer == 12)
            #expect(first["source"] == .string("night.zip"))
            #expect(first["requestedBy"] == .string("test"))
            #expect(try await service.log.head() == 12)
            let again = try await service.importAndWait("roster?asOf=2025-09-01", "application/zip", roster, as: token)
            #expect(again["report"]?["unchangedSince"] != nil)
            #expect(try await service.log.head() == 12)
            #expect(try FileManager.default.contentsOfDirectory(atPath: service.folder.path()) == [])

            let list = try await service.get("/api/v1/imports?limit=2", as: token).json()
            #expect(list["imports"]?.array?.count == 2)
            let next = try #require(list["next"]?.string)
            let rest = try await service.get("/api/v1/imports?before=\(next)", as: token).json()
            #expect(rest["imports"]?.array?.map { $0["dryRun"]?.bool } == [true])
        }
    }

    @Test func `A roster with something wrong in it changes nothing, and says where`() async throws {
        try await RunningService.with { service in
            let token = try await service.token()
            let wrong = try await service.importAndWait(
                "roster", "application/zip", try RunningService.roster(learners: 150, wrong: true), as: token)
            #expect(wrong["state"] == .string("failed"))
            #expect(wrong["problems"]?.array?.count == 100)
            #expect(wrong["problems"]?.array?.first?["column"] == .string("role"))
            #expect(wrong["error"]?.string?.contains("150") ?? false)
            let noZip = try await service.importAndWait(
                "roster?name=x.zip", "application/zip", Array("no".utf8), as: token)
            #expect(noZip["state"] == .string("failed"))
            #expect(noZip["error"]?.string?.contains("x.zip") ?? false)
            #expect(noZip["error"]?.string?.contains(service.folder.path()) == false)
            let noPackage = try await service.importAndWait(
                "framework", "application/json", Array("[]".utf8), as: token)
            #expect(noPackage["state"] == .string("failed"))
            #expect(try await service.log.head() == 0)
        }
    }

    @Test func `Events come in as a file, rejects stand with their reasons, and the same file stores nothing twice`()
        async throws
    {
        try await RunningService.with { service in
            let token = try await service.token()
            _ = try await service.importAndWait(
                "roster?asOf=2025-09-01", "application/zip", try RunningService.roster(learners: 3), as: token)
            var lines = (1...50).map { event("e-\($0)") }.joined()
            lines += (1...150).map { event("x-\($0)", learner: "roster:nobody-\($0)") }.joined()
            let first = try await service.importAndWait("events", "application/x-ndjson", Array(lines.utf8), as: token)
            #expect(first["state"] == .string("done"), "\(first)")
            #expect(first["report"]?["appended"]?.integer == 50)
            #expect(first["report"]?["rejected"]?.integer == 150)
            let told = try #require(first["report"]?["rejects"]?.array)
            #expect((1...100).contains(told.count))
            #expect(first["report"]?["rejectsFile"] == nil)
            let run = try #require(first["run"]?.string)
            let rejects = try await service.get("/api/v1/imports/\(run)/rejects", as: token)
            #expect(rejects.type == "application/x-ndjson")
            #expect(rejects.text.split(separator: "\n").count == 150)
            let again = try await service.importAndWait("events", "application/x-ndjson", Array(lines.utf8), as: token)
            #expect(again["report"]?["appended"]?.integer == 0)
            #expect(again["report"]?["known"]?.integer == 50)
            // The rejected lines go after some days.
            try FileManager.default.removeItem(at: service.folder.appending(path: "\(run).rejects.jsonl"))
            #expect(try await service.get("/api/v1/imports/\(run)/rejects", as: token).problem == "gone")
            let framework = try await service.askForImport(
                "framework", "application/json", Array(RunningService.package.utf8), as: token)
            #expect(try await service.waitForImport(framework, as: token)["report"]?["version"]?.integer == 1)
            #expect(try await service.get("\(framework)/rejects", as: token).status == 404)
            #expect(try await service.get("/api/v1/imports/\(UUID())", as: token).status == 404)
        }
    }

    @Test func `What cannot be an import is refused at the door`() async throws {
        try await RunningService.with { service in
            let token = try await service.token()
            func post(_ path: String, _ type: String?, _ body: [UInt8]) async throws -> String? {
                try await service.send(.post, "/api/v1/imports/\(path)", as: token, type: type, body: body).problem
            }
            #expect(try await post("roster", "text/csv", [1]) == "unsupported-media-type")
            #expect(try await post("roster", nil, [1]) == "unsupported-media-type")
            #expect(try await post("roster", "application/zip", []) == "bad-request")
            #expect(try await post("roster?match=by-guess", "application/zip", [1]) == "bad-request")
            #expect(try await post("roster?name=../x", "application/zip", [1]) == "bad-request")
            #expect(try await post("events?dryRun=true", "application/x-ndjson", [1]) == "bad-request")
            let teacher = try await service.account("grace")
            let answer = try await service.send(
                .post, "/api/v1/imports/events", as: teacher, type: "application/x-ndjson", body: [1])
            #expect(answer.problem == "forbidden")
            #expect(try await service.get("/api/v1/imports", as: token).json()["imports"] == .array([]))
        }
    }

    @Test
    func `A client that is gone before the end of its file leaves nothing, one that is gone after it changes nothing`()
        async throws
    {
        try await RunningService.with { service in
            guard case .token(let text) = try await service.token() else { return }
            let sent = AsyncThrowingStream<ByteBuffer, any Error> { stream in
                stream.yield(ByteBuffer(string: event("e-1")))
                Task {
                    try await Task.sleep(for: .milliseconds(300))
                    stream.finish(throwing: CancellationError())
                }
            }
            var request = HTTPClientRequest(url: service.url + "/api/v1/imports/events")
            request.method = .POST
            request.headers.add(name: "Authorization", value: "Bearer \(text)")
            request.headers.add(name: "Content-Type", value: "application/x-ndjson")
            request.body = .stream(sent, length: .unknown)
            await #expect(throws: (any Error).self) {
                _ = try await RunningService.client.execute(request, timeout: .seconds(20))
            }
            let token = Caller.token(text)
            // The folder is made with the first file.
            func files() -> [String] {
                (try? FileManager.default.contentsOfDirectory(atPath: service.folder.path())) ?? []
            }
            for _ in 0..<50 where !files().isEmpty { try await Task.sleep(for: .milliseconds(100)) }
            #expect(files() == [])
            #expect(try await service.get("/api/v1/imports", as: token).json()["imports"] == .array([]))

            // Several at once: one after the other, in their order, whoever asked for them.
            var places: [String] = []
            for _ in 0..<3 {
                places.append(
                    try await service.askForImport(
                        "roster?asOf=2025-09-01", "application/zip", try RunningService.roster(learners: 5), as: token))
            }
            var ends: [String] = []
            for place in places {
                let json = try await service.waitForImport(place, as: token)
                #expect(json["state"] == .string("done"), "\(json)")
                ends.append(json["finishedAt"]?.string ?? "")
            }
            #expect(ends == ends.sorted())
            #expect(try await service.log.head() == 5)
        }
    }
}
