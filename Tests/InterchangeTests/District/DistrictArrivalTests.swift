import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@testable import Interchange

/// What a district is while it arrives, and what it has when it is there.
@Suite("A district that arrives")
struct DistrictArrivalTests {
    private static let transfer = MasterKey(bytes: Array(repeating: 9, count: 32))

    @Test("every table of reference data and of access travels, or stays for a reason that is written down")
    func tables() async throws {
        try await withDistrict { log, _ in
            let tables = try await log.run { try DistrictTables.all($0) }
            let listed = DistrictTables.travelling + DistrictTables.staying.keys
            #expect(
                Set(tables) == Set(listed), "a new table of ref or access: name it in DistrictTables and in archive.md")
            #expect(Set(listed).count == listed.count)
            #expect(DistrictTables.staying.values.allSatisfy { $0.count > 10 })
            // A table without the column of the district would be forgotten by both.
            let strays = try await log.texts(
                """
                select relname::text from pg_class c where relnamespace in ('ref'::regnamespace, 'access'::regnamespace)
                   and relkind in ('r', 'p')
                   and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant')
                """)
            #expect(strays == [])
        }
    }

    @Test("an export begins anew when a learner's key was made after the keys were read")
    func lateKey() async throws {
        try await withDistrict { log, _ in
            let tenant = log.district.tenant
            let held: @Sendable (ArchivedKeys) async throws -> Bool = { keys in
                try await log.run { try DistrictExport.hold(keys, all: tenant, $0) }
            }
            _ = try await log.append([try Moving.event(LearnerID(UUID()), words: ["feedback": "well found"])])
            let keys = try await log.keysForArchive(wrappedBy: Self.transfer)
            #expect(try await held(keys))
            // Without words there is no key, and none is missed.
            _ = try await log.append([try Moving.event(LearnerID(UUID()), words: [:])])
            #expect(try await held(keys))
            _ = try await log.append([try Moving.event(LearnerID(UUID()), words: ["feedback": "try again"])])
            #expect(try await !held(keys))
            #expect(try await held(log.keysForArchive(wrappedBy: Self.transfer)))
        }
    }

    @Test("is given up: name and id are free again, and nothing of it can be gone on with")
    func abandoned() async throws {
        try await withArchive(chunk: 2) { folder, source in
            try await withStore { store in
                let broken = Task {
                    try await DistrictImport(store, path: folder).run { step in
                        if case .events = step { withUnsafeCurrentTask { $0?.cancel() } }
                    }
                }
                await #expect(throws: (any Error).self) { _ = try await broken.value }
                await #expect(throws: DistrictArchiveError.self) {
                    _ = try await DistrictImport(store, path: folder).run(named: "Otherwise")
                }
                await #expect(throws: EventLogError.self) { _ = try await store.createDistrict(named: "Test") }
                await #expect(throws: DistrictArchiveError.self) {
                    try await DistrictImport.abandon("Nobody", in: store)
                }
                let stray = try await store.pool.run { session in
                    try session.query(
                        "select log.begin_arrival(gen_random_uuid(), 'Held', \([UInt8](0..<32)), 1::int8)"
                    )
                    .single(as: Int32.self)
                }
                try await DistrictImport.abandon("Test", in: store)
                await #expect(throws: DistrictArchiveError.self) { try await DistrictImport.abandon("Test", in: store) }
                // The one that was given up takes nothing more and never becomes a district.
                await #expect(throws: PostgresError.self) {
                    try await store.pool.run { _ = try $0.query("select log.finish_arrival(\(stray - 1))") }
                }
                await #expect(throws: PostgresError.self) {
                    try await store.pool.run { _ = try $0.query("select log.hold_arrival(\(stray - 1))") }
                }
                let moved = try await DistrictImport(store, path: folder).run(named: "Otherwise")
                #expect(try await Moving.rows(moved) == Moving.rows(source))
                #expect(try await moved.verify() == .intact(events: 4))
                _ = try await store.createDistrict(named: "Test")
                // What is there is no import under way.
                await #expect(throws: DistrictArchiveError.self) {
                    try await DistrictImport.abandon("Otherwise", in: store)
                }
            }
        }
    }

    @Test("two imports of one archive at once make one district")
    func twice() async throws {
        try await withArchive(chunk: 1) { folder, source in
            try await withStore { store in
                let tasks = (0..<2).map { _ in Task { _ = try await DistrictImport(store, path: folder).run() } }
                var both: [Result<Void, any Error>] = []
                for task in tasks { both.append(await task.result) }
                // The slower one may find the district there already when it begins; it never breaks what is there.
                #expect(both.contains { $0.isSuccess })
                for case .failure(let error) in both {
                    guard case DistrictArchiveError.refusedDistrict = error else {
                        Issue.record("\(error)")
                        continue
                    }
                }
                let districts = try await store.districts()
                #expect(districts.map(\.name) == ["Test"])
                let moved = store.log(of: try #require(districts.first))
                #expect(try await Moving.rows(moved) == Moving.rows(source))
                #expect(try await moved.verify() == .intact(events: 4))
            }
        }
    }

    @Test("without keys its words stay sealed, and what the same learner writes here is read")
    func sealed() async throws {
        try await withDistrict { log, _ in
            let kept = LearnerID(UUID())
            try await Moving.fill(log, kept, LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            _ = try await DistrictExport(log: log).write(to: folder)
            try await withStore { store in
                let moved = try await DistrictImport(store, path: folder).run()
                #expect(try await moved.words(at: [1, 2, 3, 4]) == [:])
                _ = try await moved.append([try Moving.event(kept, words: ["feedback": "written here"])])
                #expect(try await moved.words(at: [1, 2, 3, 4, 5]) == [5: ["feedback": "written here"]])
                // On to a third place, with the keys that there are now: the old words are sealed there as well.
                let further = Moving.folder()
                defer { try? FileManager.default.removeItem(atPath: further) }
                _ = try await DistrictExport(log: moved, transfer: Self.transfer).write(to: further)
                try await withStore { third in
                    let last = try await DistrictImport(third, path: further, transfer: Self.transfer).run()
                    #expect(try await last.words(at: [1, 2, 3, 4, 5]) == [5: ["feedback": "written here"]])
                    #expect(try await last.verify() == .intact(events: 5))
                }
            }
        }
    }

    @Test("carries the time at which a key was destroyed")
    func destroyed() async throws {
        try await withArchive(chunk: 10) { folder, source in
            try await withStore { store in
                let moved = try await DistrictImport(store, path: folder).run()
                let times: SQL =
                    "select learner::text, destroyed_at::text from vault.learner_key where destroyed_at is not null"
                let there = try await moved.texts(times)
                #expect(there.count == 1)
                #expect(try await source.texts(times) == there)
            }
        }
    }

    @Test("goes through the door with a login that is a member of waymark_app and nothing more")
    func applicationLogin() async throws {
        try await withArchive(chunk: 2) { folder, source in
            try await withTestDatabase { other in
                let login = "app_\(other.name.suffix(12))"
                let admin = try await Connection.connect(other.options)
                try await admin.run { session in
                    _ = try session.execute("create role \(identifier: login) login in role waymark_app")
                }
                let options = other.options.with(keyword: "user", login)
                let master = MasterKey(bytes: Array(repeating: 8, count: 32))
                let store = Store(pool: Pool(Store.options(options), size: 4), master: master)
                let moved = try await DistrictImport(store, path: folder).run()
                #expect(try await Moving.rows(moved) == Moving.rows(source))
                // Nor can that login do by itself what the door does.
                let tenant = moved.district.tenant
                for statement: SQL in [
                    "insert into log.arrival (tenant, tenant_id, name, archive, head) values (9, gen_random_uuid(), 'x', sha256(''), 1)",
                    "update log.arrival set finished_at = null", "delete from log.arrival",
                    "insert into log.tenant (tenant, tenant_id, name) values (9, gen_random_uuid(), 'x')",
                    "insert into log.event select * from log.event where tenant = \(tenant)",
                    "update vault.learner_key set destroyed_at = now()",
                    "select vault.arrive_destroyed(\(tenant), array[gen_random_uuid()], array[now()])",
                ] {
                    await #expect(throws: (any Error).self) { try await moved.run { _ = try $0.query(statement) } }
                }
                await store.close()
                try await admin.run { _ = try $0.execute("drop role \(identifier: login)") }
                await admin.close()
            }
        }
    }

    @Test("is one snapshot, also when events and reference data change while it is written")
    func snapshot() async throws {
        try await withDistrict { log, _ in
            let learner = LearnerID(UUID())
            // Each append makes a school in its own transaction: there are as many of these as of those, at any moment.
            let append: @Sendable () async throws -> Void = {
                let tenant = log.district.tenant
                _ = try await log.append([try Moving.event(learner, words: ["feedback": "again"])]) { session in
                    _ = try session.execute(
                        """
                        insert into ref.school (tenant, school, source_id, kind, name)
                        values (\(tenant), gen_random_uuid(), gen_random_uuid()::text, 'school', 'S')
                        """)
                }
            }
            for _ in 0..<300 { try await append() }
            let appending = Task {
                while !Task.isCancelled { try await append() }
            }
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let head = try await DistrictExport(log: log, chunk: 10).write(to: folder) { step in
                // Between the events and the reference data there is time for appends.
                if case .table("ref.association") = step { usleep(300_000) }
            }
            appending.cancel()
            _ = try? await appending.value
            #expect(try await log.head() > head, "nothing was appended meanwhile")
            try await withStore { store in
                let moved = try await DistrictImport(store, path: folder).run()
                #expect(try await moved.head() == head)
                #expect(try await moved.texts("select count(*)::text from ref.school") == [["\(head)"]])
            }
        }
    }

    /// Lends an archive of a small district, and the district.
    private func withArchive(chunk: Int64, _ body: (String, EventLog) async throws -> Void) async throws {
        try await withDistrict { log, _ in
            try await Moving.fill(log, LearnerID(UUID()), LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            _ = try await DistrictExport(log: log, chunk: chunk).write(to: folder)
            try await body(folder, log)
        }
    }

    /// Lends another database.
    private func withStore(_ body: (Store) async throws -> Void) async throws {
        try await withTestDatabase { database in
            let master = MasterKey(bytes: Array(repeating: 8, count: 32))
            let store = Store(pool: Pool(Store.options(database.options), size: 4), master: master)
            try await body(store)
            await store.close()
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
