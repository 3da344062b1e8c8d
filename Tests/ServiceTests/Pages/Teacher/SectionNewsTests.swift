import AsyncHTTPClient
import Foundation
import HTTPTypes
import LearningRecord
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

@Suite struct SectionNewsTests {
    @Test func `What happens in a section is on its open page within a second, and nothing of others`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await school.settle()
            let token = try await service.token()
            var request = HTTPClientRequest(url: "\(service.url)\(school.path)/news")
            for (name, value) in school.teacher.headers { request.headers.add(name: name, value: value) }
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            #expect(response.headers.first(name: "Content-Type") == "text/event-stream")
            let (lines, told) = AsyncStream.makeStream(of: (String, ContinuousClock.Instant).self)
            let reading = Task {
                for try await part in response.body { told.yield((String(buffer: part), .now)) }
                told.finish()
            }
            defer { reading.cancel() }
            try await Task.sleep(for: .milliseconds(300))
            // Of somebody in another section, then of one of this section.
            for learner in [school.small.cleo, school.small.ben] {
                let event = try school.evidence(learner, at: 2, task: "Bridge", on: "2025-10-02")
                let sent = ContinuousClock.now
                let answer = try await service.send(
                    .post, "/api/v1/events", as: token, type: "application/json",
                    body: JSONWriter.bytes(.object(event.json)))
                #expect(answer.status < 300, "\(answer.text)")
                guard learner == school.small.ben else { continue }
                var text = ""
                for await (part, moment) in lines {
                    text += part
                    guard text.contains("Evidence on N.1 was added for Ben Ames just now.") else { continue }
                    #expect(moment - sent < .seconds(1))
                    break
                }
                #expect(text.contains("event: told"))
                #expect(!text.contains("Cleo"))
            }
            #expect(try await school.looks(at: school.small.ben, what: "sectionNews") == ["teaches the learner"])
        }
    }
}
