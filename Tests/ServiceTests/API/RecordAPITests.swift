import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import Testing

@testable import Service

@Suite struct RecordAPITests {
    @Test func `A continuum has what an append said it would have`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token()
            let event: [UInt8] = Array(
                """
                {"kind": "goal-set", "learner": "\(small.ada)", "occurredAt": "2025-10-02T10:00:00Z",
                 "assertedBy": {"role": "system"}, "facts": {"competency": "\(RunningService.slopes)", "level": 3}}
                """.utf8)
            let receipt = try await service.send(
                .post, "/api/v1/events", as: token, headers: [("Idempotency-Key", "goal-1")], type: "application/json",
                body: event)
            #expect(receipt.status == 201, "\(receipt.text)")
            let position = try #require(try receipt.json()["position"]?.integer)
            let answer = try await service.get("/api/v1/learners/\(small.ada)/continuum?atLeast=\(position)", as: token)
            let codes = try answer.json()["competencies"]?.array?.compactMap { $0["code"]?.string }
            #expect(codes == ["N.1", "N.2"])
            let again = try await service.send(
                .post, "/api/v1/events", as: token, headers: [("Idempotency-Key", "goal-1")], type: "application/json",
                body: event)
            #expect(again.status == 200)
            #expect(try again.json()["position"]?.integer == position)
        }
    }

    @Test func `A position that the tables do not reach in time is a problem of its own`() async throws {
        try await RunningService.with(follows: false) { service in
            let small = try await SmallSchool(service)
            let token = try await service.token()
            let answer = try await service.get(
                "/api/v1/learners/\(small.ada)/continuum?atLeast=\(small.position)", as: token)
            #expect(answer.problem == "behind")
            #expect(answer.status == 503)
            #expect(answer[header: "Retry-After"] == "1")
        }
    }

    @Test func `What is behind a line of the continuum and of the transcript is named`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let mother = try await service.account("mia", person: small.mother)
            for of in ["continuum", "transcript"] {
                let answer = try await service.get(
                    "/api/v1/learners/\(small.ada)/explanation?competency=\(RunningService.ratios)&of=\(of)&atLeast=\(small.position)",
                    as: mother)
                let kinds = try answer.json()["events"]?.array?.compactMap { $0["kind"]?.string }
                #expect(kinds == ["evidence", "evidence", "mastery"], "\(of)")
            }
            let nothing = try await service.get(
                "/api/v1/learners/\(small.ada)/explanation?competency=\(RunningService.slopes)", as: mother)
            #expect(try nothing.json()["events"] == .array([]))
        }
    }

    @Test func `The transcript is previewed as JSON and as a page that stands alone`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let token = try await service.token([.readTranscripts])
            let path = "/api/v1/learners/\(small.ada)/transcript"
            let json = try await service.get("\(path)?atLeast=\(small.position)", as: token)
            #expect(try json.json()["learner"] == .string("Ada Moreno"))
            #expect(try json.json()["areas"]?.array?.count == 1)
            let page = try await service.get(
                path, as: token, headers: [("Accept", "text/html, application/json;q=0.5")])
            #expect(page.type == "text/html")
            #expect(page.text.contains("Compare by ratios"))
            #expect(page[header: "Content-Security-Policy"]?.contains("style-src 'sha256-") ?? false)
            #expect(page[header: "Vary"]?.hasPrefix("Accept") ?? false)
            let refused = try await service.get(path, as: token, headers: [("Accept", "application/pdf")])
            #expect(refused.problem == "not-acceptable")
            // Before there was anything to show.
            let earlier = try await service.get("\(path)?asOf=2020-01-01", as: token)
            #expect(try earlier.json()["areas"] == .array([]))
        }
    }

    @Test func `Who was told of a record and who looked at it stands there for the family`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let digest = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
            let issued = try service.event(
                .transcriptIssued(TranscriptIssued(digest: digest, asOf: small.position, statusIndex: 1)),
                of: small.ada,
                on: "2025-11-01", words: ["document": "the whole of it"])
            let given = try service.event(
                .disclosed(
                    Disclosed(
                        transcript: issued.id, digest: digest, recipientClass: .postSecondary, lawfulBasis: .consent)),
                of: small.ada, on: "2025-11-02", words: ["recipient": "A college"])
            let wrong = try service.event(
                .disclosed(Disclosed(digest: digest, recipientClass: .employer, lawfulBasis: .consent)), of: small.ada,
                on: "2025-11-03", words: ["recipient": "Nobody"])
            let taken = try service.event(
                .correction(Correction(voiding: wrong.id)), of: small.ada, on: "2025-11-04",
                words: ["reason": "It was not sent."])
            try await service.append([issued, given, wrong, taken])
            let mother = try await service.account("mia", person: small.mother)
            let path = "/api/v1/learners/\(small.ada)/disclosures"
            let answer = try await service.get("\(path)?words=true", as: mother)
            let events = try #require(try answer.json()["events"]?.array)
            #expect(events.map { $0["kind"]?.string } == ["transcript-issued", "disclosed", "disclosed"])
            #expect(events.map { $0["counts"]?.bool } == [true, true, false])
            #expect(events[1]["words"]?["recipient"] == .string("A college"))
            #expect(!answer.text.contains("the whole of it"))
            let first = try await service.get("\(path)?limit=1", as: mother).json()
            #expect(first["more"] == .bool(true))
            let rest = try await service.get("\(path)?after=\(first["next"]?.integer ?? 0)", as: mother).json()
            #expect(rest["events"]?.array?.count == 2)

            // The mother's own looks, and that of a teacher through the section.
            let teacher = try await service.account("grace", person: small.teacher)
            _ = try await service.get("/api/v1/sections/\(small.section)/needs?atLeast=\(small.position)", as: teacher)
            let reads = try await service.get("/api/v1/learners/\(small.ada)/reads?limit=2", as: mother).json()
            #expect(reads["reads"]?.array?.map { $0["what"]?.string } == ["readReads", "readSectionNeeds"])
            #expect(reads["reads"]?.array?.map { $0["reader"]?.string } == ["Mia", "Grace"])
            let next = try #require(reads["next"]?.string)
            let older = try await service.get("/api/v1/learners/\(small.ada)/reads?before=\(next)", as: mother).json()
            #expect(older["reads"]?.array?.map { $0["what"]?.string }.first == "readDisclosures")
            #expect(older["more"] == .bool(false))
        }
    }
}
