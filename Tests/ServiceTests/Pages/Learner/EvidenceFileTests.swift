import EventLog
import Foundation
import LearningRecord
import LibPQ
import ReferenceData
import Testing

@testable import Service

/// Files of evidence: kept sealed, given back as they came, gone with the key.
@Suite struct EvidenceFileTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 70_000)

    private static func add(
        _ service: RunningService, _ small: SmallSchool, _ caller: Caller, name: String, _ bytes: [UInt8]
    ) async throws -> Answer {
        let path = "/learners/\(small.ada)/evidence"
        let form = try await service.open(path, as: caller)
        return try await service.submit(
            [
                ("event", try form.eventID()), ("competency", RunningService.slopes.description),
                ("title", "A bridge"), ("level", "developing"), ("narrative", "Typed, and kept."),
            ], file: (name, bytes), to: path, as: caller)
    }

    @Test func `A file comes back as it was, to be saved and never shown`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let saved = try await Self.add(service, small, ada, name: "br%22ücke.png", Self.png)
            #expect(saved.status == 200)
            let history = try await service.log.read(learner: small.ada)
            guard case .evidence(let facts)? = history.last?.event.facts else { throw CancellationError() }
            let digest = try #require(facts.digest)
            #expect(digest == EvidenceFile(name: "", type: "", bytes: Self.png).digest)
            for login in ["mia", "grace"] {
                let caller = try await service.account(login, person: login == "mia" ? small.mother : small.teacher)
                let file = try await service.get("/learners/\(small.ada)/files/\(digest)", as: caller)
                #expect(file.status == 200)
                #expect(file.body == Self.png)
                #expect(file.type == "image/png")
                #expect(file[header: "Content-Disposition"]?.hasPrefix("attachment; filename=") ?? false)
                #expect(file[header: "X-Content-Type-Options"] == "nosniff")
                #expect(file[header: "Content-Security-Policy"]?.contains("sandbox") ?? false)
            }
            // Nothing that is stored shows what is in it, or what it is called.
            let tenant = service.log.district.tenant
            let sealed = try await service.log.run { session in
                try session.query("select sealed from vault.evidence_file where tenant = \(tenant)").single(
                    as: [UInt8].self)
            }
            #expect(sealed.firstRange(of: Array(repeating: 7, count: 32)) == nil)
            #expect(sealed.firstRange(of: Array("cke.png".utf8)) == nil)
        }
    }

    @Test func `With the learner's key the files are gone`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            _ = try await Self.add(service, small, ada, name: "a.png", Self.png)
            let digest = EvidenceFile(name: "", type: "", bytes: Self.png).digest
            let log = service.log
            #expect(try await log.file(digest, of: [small.ada])?.name == "a.png")
            let tenant = log.district.tenant
            let kept = try await log.run { session in
                try session.query("select sealed from vault.evidence_file where tenant = \(tenant)").single(
                    as: [UInt8].self)
            }
            try await log.erase(
                small.ada, id: EventID(UUID()), basis: .request, by: Assertion(role: .system), at: Page.now()
            ) { try PersonErasure.erase($0, tenant: tenant, person: small.ada) }
            #expect(try await log.file(digest, of: [small.ada]) == nil)
            #expect(try await log.files(of: [small.ada]).isEmpty)
            // Nor does a copy of the row help, as a backup has it.
            _ = try await log.run { session in
                try session.execute(
                    """
                    insert into vault.evidence_file (tenant, learner, digest, kind, size, sealed)
                    values (\(tenant), \(small.ada), \(digest.bytes), 'image/png', 1, \(kept))
                    """)
            }
            #expect(try await log.file(digest, of: [small.ada]) == nil)
            let again = EvidenceFile(name: "b.png", type: "image/png", bytes: Self.png)
            await #expect {
                _ = try await log.keep(again, of: small.ada)
            } throws: { error in
                if case EventLogError.erased(small.ada) = error { true } else { false }
            }
        }
    }

    @Test func `What is no file of ours, or too large, is told, and what was typed is kept`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let before = try await service.log.read(learner: small.ada).count
            let page = Array("<html><script>alert(1)</script>".utf8) + [0]
            let large = Self.png + Array(repeating: 1, count: 10_000_000)
            for (bytes, text) in [
                (page, "This kind of file is not kept here."), (large, "This file is larger than 10 MB."),
            ] {
                let answer = try await Self.add(service, small, ada, name: "a.png", bytes)
                #expect(answer.status == 422)
                #expect(answer.text.contains(text))
                #expect(answer.text.contains("Typed, and kept."))
            }
            #expect(try await service.log.read(learner: small.ada).count == before)
            #expect(try await service.log.files(of: [small.ada]).isEmpty)
        }
    }

    @Test func `Without a master key no file is kept`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let store = Store(pool: service.store.pool, master: nil)
            let district = try #require(try await store.districts().first)
            let file = EvidenceFile(name: "a.png", type: "image/png", bytes: Self.png)
            await #expect {
                _ = try await store.log(of: district).keep(file, of: small.ben)
            } throws: { error in
                if case EventLogError.key(.noMasterKey) = error { true } else { false }
            }
        }
    }
}
