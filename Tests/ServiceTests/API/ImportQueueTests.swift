import EventLog
import Foundation
import LearningRecord
import LibPQ
import Logging
import TestSupport
import Testing

@testable import Service

@Suite struct ImportQueueTests {
    private func with(_ body: (Store, EventLog, ImportQueue) async throws -> Void) async throws {
        try await withTestDatabase { database in
            let store = Store(
                pool: Pool(Store.options(database.options), size: 4), master: MasterKey(bytes: Array(0..<32)))
            let district = try await store.createDistrict(named: "Testville")
            let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-queue-\(UUID().uuidString)")
            let queue = ImportQueue(
                folder: ImportFolder(path: folder.path()),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try queue.folder.prepare()
            try await body(store, store.log(of: district), queue)
            await store.close()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    private func ask(_ log: EventLog, _ queue: ImportQueue, _ text: String) async throws -> ImportID {
        let id = ImportID(UUID())
        try Data(text.utf8).write(to: URL(filePath: queue.folder.upload(id)))
        #expect(try await ImportStore(log: log).add(id, .events, source: "x", isDryRun: false, by: "test"))
        queue.add(ImportJob(id: id, log: log, work: .events(dropsGrades: false), source: "x"))
        return id
    }

    @Test func `When the service stops, what waits says that it was stopped`() async throws {
        try await with { store, log, queue in
            let imports = ImportStore(log: log)
            // Another, which is not of this process, is at work.
            let other = ImportID(UUID())
            #expect(try await imports.add(other, .roster, source: "y", isDryRun: false, by: "test"))
            #expect(try await imports.begin(other))
            let id = try await ask(log, queue, "{}\n")
            let running = Task { await queue.run() }
            try await Task.sleep(for: .milliseconds(600))
            #expect(try await imports.one(id)?.state == .waiting)
            running.cancel()
            await running.value
            #expect(try await imports.one(id)?.state == .stopped)
            #expect(!FileManager.default.fileExists(atPath: queue.folder.upload(id)))
            #expect(queue.count == 0)
        }
    }

    @Test func `One whose process is gone without a word is told as interrupted, and keeps nobody waiting`()
        async throws
    {
        try await with { store, log, queue in
            let imports = ImportStore(log: log)
            let gone = ImportID(UUID())
            #expect(try await imports.add(gone, .roster, source: "y", isDryRun: false, by: "test"))
            #expect(try await imports.begin(gone))
            let tenant = log.district.tenant
            try await log.run { session in
                _ = try session.execute(
                    """
                    update ref.import_request set seen_at = clock_timestamp() - interval '1 hour'
                     where tenant = \(tenant) and run = \(gone)
                    """)
            }
            #expect(try await imports.one(gone)?.state == .interrupted)
            let id = try await ask(log, queue, "{}\n")
            let running = Task { await queue.run() }
            for _ in 0..<100 where try await imports.one(id)?.finishedAt == nil {
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try await imports.one(id)?.state == .done)
            #expect(try await imports.one(id)?.report?["rejected"]?.integer == 1)
            running.cancel()
            await running.value
        }
    }

    @Test func `So many wait, and no more`() async throws {
        try await with { store, log, queue in
            let imports = ImportStore(log: log)
            var taken = 0
            for _ in 0..<ImportStore.places + 1 {
                let isIn = try await imports.add(
                    ImportID(UUID()), .events, source: "x", isDryRun: false, by: "test")
                if isIn { taken += 1 }
            }
            #expect(taken == ImportStore.places)
        }
    }

    @Test func `A folder that others can read is refused`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-open-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: Problem.self) { try ImportFolder(path: folder.path()).prepare() }
    }
}
