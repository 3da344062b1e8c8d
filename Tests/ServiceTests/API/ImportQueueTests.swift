import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import Logging
import NIOCore
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
                folder: ImportFolder(path: folder.path()), store: store,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try queue.folder.prepare()
            try await body(store, store.log(of: district), queue)
            await store.close()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    private func ask(_ log: EventLog, _ queue: ImportQueue, _ text: String) async throws -> ImportID {
        let id = ImportID(UUID())
        let received = try await queue.folder.receive(as: id, limit: 1_000_000) { try $0(ByteBuffer(string: text)) }
        try await add(id, log)
        queue.add(ImportJob(id: id, log: log, work: .events(dropsGrades: false), source: "x", file: received.hold))
        return id
    }

    private func add(_ id: ImportID, _ log: EventLog) async throws {
        guard
            case .taken = try await ImportStore(log: log).add(id, .events(dropsGrades: false), source: "x", by: "test")
        else { throw CancellationError() }
    }

    private func state(of id: ImportID, _ log: EventLog, becomes state: ImportState) async throws -> Bool {
        for _ in 0..<200 {
            if try await ImportStore(log: log).one(id)?.state == state { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func `When the service stops, what waits keeps its file, and the next one goes on with it`() async throws {
        try await with { store, log, queue in
            let imports = ImportStore(log: log)
            // Another, which is not of this process, is at work.
            let other = ImportID(UUID())
            try await add(other, log)
            #expect(try await imports.begin(other))
            let id = try await ask(log, queue, "{}\n")
            let running = Task { await queue.run() }
            try await Task.sleep(for: .milliseconds(600))
            #expect(try await imports.one(id)?.state == .waiting)
            running.cancel()
            await running.value
            #expect(try await imports.one(id)?.state == .waiting)
            #expect(queue.folder.uploads == [id])
            #expect(queue.count == 0)
            try await imports.end(other, .stopped)
            let next = ImportQueue(
                folder: queue.folder, store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let again = Task { await next.run() }
            #expect(try await state(of: id, log, becomes: .done))
            again.cancel()
            await again.value
            #expect(queue.folder.uploads == [])
        }
    }

    @Test func `One whose process is gone without a word is told as interrupted, and keeps nobody waiting`()
        async throws
    {
        try await with { store, log, queue in
            let imports = ImportStore(log: log)
            let gone = ImportID(UUID())
            try await add(gone, log)
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
                let asked = try await imports.add(
                    ImportID(UUID()), .events(dropsGrades: false), source: "x", by: "test")
                if case .taken = asked { taken += 1 }
            }
            #expect(taken == ImportStore.places)
        }
    }

    @Test func `A file that another process has is left to it, and taken up when that is gone`() async throws {
        try await with { store, log, queue in
            let id = ImportID(UUID())
            var received: ImportFolder.Received? = try await queue.folder.receive(as: id, limit: 100) {
                try $0(ByteBuffer(string: "{}\n"))
            }
            try await add(id, log)
            #expect(queue.folder.hold(id) == nil)
            let running = Task { await queue.run() }
            try await Task.sleep(for: .milliseconds(500))
            #expect(try await ImportStore(log: log).one(id)?.state == .waiting)
            #expect(queue.count == 0)
            running.cancel()
            await running.value
            #expect(received?.size == 3)
            received = nil
            let next = ImportQueue(
                folder: queue.folder, store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let again = Task { await next.run() }
            #expect(try await state(of: id, log, becomes: .done))
            again.cancel()
            await again.value
        }
    }

    @Test func `What is to be done is the same after it was kept`() throws {
        let day = try #require(CalendarDate("2025-09-01"))
        let options = RosterImportOptions(
            asOf: day, isDryRun: true, allowsManyEndings: true, matching: [.nameAndEmail, .nameAndBirthDate],
            reusedIDs: .newPerson, problemLimit: ImportEnd.toldProblems)
        for work in [
            ImportJob.Work.roster(options), .framework(isDryRun: true), .framework(isDryRun: false),
            .events(dropsGrades: true), .events(dropsGrades: false),
        ] {
            let kept = try JSONReader.read(JSONWriter.bytes(work.json))
            #expect(try #require(ImportJob.Work(kept)).json == work.json)
        }
        #expect(ImportJob.Work(.object(["what": .string("roster")]))?.json == nil)
        #expect(ImportJob.Work(.object(["what": .string("grades")]))?.json == nil)
    }

    @Test func `A folder that others can read is refused`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-open-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: Problem.self) { try ImportFolder(path: folder.path()).prepare() }
    }
}
