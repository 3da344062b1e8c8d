import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@testable import Interchange

/// What goes with a district beside its events and reference data: who may come in, who has looked, files of evidence.
@Suite("People and files of a district that moves")
struct DistrictAccessTests {
    private static let transfer = MasterKey(bytes: Array(repeating: 9, count: 32))
    private static let picture = EvidenceFile(
        name: "ramp.png", type: "image/png", bytes: (0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    @Test("go along with the keys: a file opens there, a barred person stays barred, a token works no more")
    func withKeys() async throws {
        try await withDistrict { log, _ in
            let (kept, erased) = (LearnerID(UUID()), LearnerID(UUID()))
            try await fill(log, kept, erased)
            try await moving(log, transfer: Self.transfer) { folder, store in
                let moved = try await DistrictImport(store, path: folder, transfer: Self.transfer).run()
                for table in ["account", "opening", "record_read", "restriction", "role_grant"] {
                    let (there, here) = (try await rows(table, moved), try await rows(table, log))
                    #expect(there == here && !here.isEmpty, "\(table)")
                }
                for table in ["session", "link"] {
                    let (there, here) = (try await rows(table, moved), try await rows(table, log))
                    #expect(there.isEmpty && !here.isEmpty, "\(table)")
                }
                let ended: SQL = "select name, (ended_at is not null)::text from access.token"
                #expect(try await moved.texts(ended) == [["Library", "true"]])
                #expect(try await log.texts(ended) == [["Library", "false"]])
                #expect(try await moved.file(Self.picture.digest, of: [kept]) == Self.picture)
                // Of a learner who was erased there is nothing to carry.
                #expect(try await moved.files(of: [kept, erased]) == [Self.picture.digest: 9_000])
            }
        }
    }

    @Test("without the keys neither files nor passwords leave")
    func withoutKeys() async throws {
        try await withDistrict { log, _ in
            let kept = LearnerID(UUID())
            try await fill(log, kept, LearnerID(UUID()))
            try await moving(log, transfer: nil) { folder, store in
                let names = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(!names.contains { $0.hasPrefix("files-") })
                for name in names {
                    let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                    #expect(!text.contains("scrypt-of-it"), "\(name)")
                }
                let moved = try await DistrictImport(store, path: folder).run()
                #expect(try await moved.texts("select login, password from access.account") == [["kit@north", "–"]])
                #expect(try await rows("record_read", moved) == rows("record_read", log))
                #expect(try await moved.file(Self.picture.digest, of: [kept]) == nil)
            }
        }
    }

    @Test("an import that was stopped after the files goes on; one that was given up leaves none of them")
    func stopped() async throws {
        try await withDistrict { log, _ in
            let kept = LearnerID(UUID())
            try await fill(log, kept, LearnerID(UUID()))
            try await moving(log, transfer: Self.transfer) { folder, store in
                let files: @Sendable () async throws -> [Int64] = {
                    // Of districts that are on their way too, so by nobody's rights.
                    try await store.pool.run { session in
                        session.set("waymark.tenant", to: "1")
                        return try session.query("select count(*) from vault.evidence_file").column(as: Int64.self)
                    }
                }
                let stop: @Sendable () async throws -> Void = {
                    let broken = Task {
                        _ = try await DistrictImport(store, path: folder, transfer: Self.transfer).run { step in
                            if case .files = step { withUnsafeCurrentTask { $0?.cancel() } }
                        }
                    }
                    await #expect(throws: (any Error).self) { try await broken.value }
                }
                try await stop()
                #expect(try await files() == [1])
                try await DistrictImport.abandon("Test", in: store)
                #expect(try await files() == [0])
                try await stop()
                let moved = try await DistrictImport(store, path: folder, transfer: Self.transfer).run()
                #expect(try await moved.file(Self.picture.digest, of: [kept]) == Self.picture)
            }
        }
    }

    @Test("a file of an archive that this version does not know is refused by its name")
    func unknown() async throws {
        try await withDistrict { log, _ in
            try await moving(log, transfer: nil) { folder, store in
                let school = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/ref.school.jsonl"))
                try school.write(to: URL(fileURLWithPath: "\(folder)/later-000001.jsonl"))
                try FileManager.default.removeItem(atPath: "\(folder)/ref.school.jsonl")
                try Moving.change(folder, "archive.json") {
                    $0.replacing("ref.school.jsonl", with: "later-000001.jsonl")
                }
                await #expect(throws: DistrictArchiveError.unknownFile("later-000001.jsonl")) {
                    _ = try await DistrictImport(store, path: folder).run()
                }
            }
        }
    }

    /// An account with all that hangs on it, and a file of each of two learners, one of whom is erased then.
    private func fill(_ log: EventLog, _ kept: LearnerID, _ erased: LearnerID) async throws {
        #expect(try await log.keep(Self.picture, of: kept))
        #expect(try await log.keep(Self.picture, of: erased))
        try await Moving.fill(log, kept, erased)
        let (tenant, account, digest) = (log.district.tenant, UUID(), [UInt8](0..<32))
        try await log.run { session in
            for statement: SQL in [
                """
                insert into access.account (tenant, account, login, name, password)
                values (\(tenant), \(account), 'kit@north', 'Kit Rowan', 'scrypt-of-it')
                """,
                """
                insert into access.role_grant (tenant, role_grant, account, role)
                values (\(tenant), gen_random_uuid(), \(account), 'registrar')
                """,
                """
                insert into access.restriction (tenant, learner, person, reason)
                values (\(tenant), \(kept), gen_random_uuid(), 'an order of the "court"')
                """,
                """
                insert into access.opening (tenant, opening, account, learner, reason, expires_at)
                values (\(tenant), gen_random_uuid(), \(account), \(kept), 'fire drill', now() + interval '1 hour')
                """,
                """
                insert into access.record_read (tenant, learner, account, what, why, request)
                values (\(tenant), \(kept), \(account), 'path', 'opening', 'r1'),
                       (\(tenant), null, \(account), 'events', 'token', 'r2')
                """,
                """
                insert into access.token (tenant, token, name, digest, scopes, expires_at)
                values (\(tenant), gen_random_uuid(), 'Library', \(digest), array['records:read'],
                        now() + interval '1 day')
                """,
                """
                insert into access.session (tenant, digest, account, expires_at, way)
                values (\(tenant), \(digest), \(account), now() + interval '1 day', 'password')
                """,
                """
                insert into access.link (tenant, digest, account, purpose, expires_at)
                values (\(tenant), \(digest), \(account), 'reset', now() + interval '1 day')
                """,
            ] { try session.execute(statement) }
        }
    }

    /// Lends an archive of a district, and another database.
    private func moving(
        _ log: EventLog, transfer: MasterKey?, _ body: (String, Store) async throws -> Void
    ) async throws {
        let folder = Moving.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await DistrictExport(log: log, transfer: transfer).write(to: folder)
        try await withTestDatabase { database in
            let master = MasterKey(bytes: Array(repeating: 8, count: 32))
            let store = Store(pool: Pool(Store.options(database.options), size: 4), master: master)
            try await body(folder, store)
            await store.close()
        }
    }

    private func rows(_ table: String, _ log: EventLog) async throws -> [String] {
        // A name of this test is no input.
        let query: SQL = "select (to_jsonb(t) - 'tenant')::text from access.\(unsafeRaw: table) t order by 1"
        return try await log.texts(query).compactMap(\.first)
    }
}
