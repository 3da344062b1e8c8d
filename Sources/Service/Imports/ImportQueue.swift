import EventLog
import Foundation
import LearningRecord
import Logging
import Synchronization

/// The imports that this service was asked for, carried out in the background: one of a district at a time, whatever
/// becomes of the connections over which they came.
///
/// When the service stops, or dies, their files stay, and whoever works in the same folder next goes on with them: every
/// import takes up what it stored before by its content, so that nothing comes in twice.
final class ImportQueue: Sendable {
    /// How often an import that waits looks whether it can begin.
    private static let glance = Duration.milliseconds(250)
    /// How often one says that it lives.
    private static let beat = Duration.seconds(2)

    /// How often it is looked for imports whose process is gone.
    private static let look = Duration.seconds(30)
    /// After which it is looked again where the database could not be asked.
    private static let pause = Duration.seconds(2)

    let folder: ImportFolder
    private let store: Store
    private let logger: Logger
    private let jobs: AsyncStream<ImportJob>
    private let arrival: AsyncStream<ImportJob>.Continuation
    /// Those that have not ended.
    private let open = Mutex<[ImportID: ImportJob]>([:])

    init(folder: ImportFolder, store: Store, logger: Logger) {
        (self.folder, self.store, self.logger) = (folder, store, logger)
        (jobs, arrival) = AsyncStream.makeStream(of: ImportJob.self)
    }

    /// Takes an import whose file lies in ``folder`` and that is written down already.
    func add(_ job: ImportJob) {
        open.withLock { $0[job.id] = job }
        arrival.yield(job)
    }

    /// How many wait or run here: for metrics.
    var count: Int { open.withLock(\.count) }

    /// Works until the task is cancelled.
    func run() async {
        folder.sweep()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.lookForAbandoned() }
            for await job in jobs { group.addTask { await self.carryOut(job) } }
            group.cancelAll()
        }
        // What came in at the last moment was never begun.
        for job in open.withLock({ Array($0.values) }) { await leave(job) }
    }

    /// Looks again and again for imports that were cut off, of which the file is here and nobody has it any more: those of
    /// this service before it was restarted, and those of another that died.
    private func lookForAbandoned() async {
        while !Task.isCancelled {
            do {
                try await takeUpAbandoned()
                try await Task.sleep(for: Self.look)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("imports that were cut off cannot be looked for; it is tried again")
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func takeUpAbandoned() async throws {
        let ids = folder.uploads.filter { id in open.withLock { $0[id] == nil } }
        if ids.isEmpty { return }
        for district in try await store.districts() {
            let log = store.log(of: district)
            let imports = ImportStore(log: log)
            for item in try await imports.unfinished(ids) {
                // What has ended since it was read is ended by whoever held the file.
                guard let hold = folder.hold(item.id), try await imports.resume(item.id) else { continue }
                guard let work = item.asked.flatMap(ImportJob.Work.init) else {
                    try await imports.end(item.id, .stopped)
                    folder.discard(item.id)
                    continue
                }
                logger.info(
                    "an import goes on", metadata: ["run": "\(item.id)", "district": "\(district.tenant)"])
                add(ImportJob(id: item.id, log: log, work: work, source: item.source, file: hold))
            }
        }
    }

    private func carryOut(_ job: ImportJob) async {
        do {
            try await waitForTurn(job)
            let report = try await work(job)
            await end(job, .done(report))
        } catch {
            if Task.isCancelled { return await leave(job) }
            await end(job, ImportEnd(failing: error, with: folder.upload(job.id), called: job.source))
        }
    }

    /// Leaves an import to whoever comes next: its file stays.
    private func leave(_ job: ImportJob) async {
        let logger = logger
        await Task {
            do {
                _ = try await ImportStore(log: job.log).resume(job.id)
            } catch {
                logger.warning("an import is left without a word", metadata: ["run": "\(job.id)"])
            }
        }.value
        open.withLock { $0[job.id] = nil }
        logger.info("an import is left for the next start", metadata: ["run": "\(job.id)"])
    }

    private func waitForTurn(_ job: ImportJob) async throws {
        let store = ImportStore(log: job.log)
        var lastBeat = ContinuousClock.now
        while try await !store.begin(job.id) {
            if lastBeat.duration(to: .now) > Self.beat {
                try await store.beat(job.id, progress: nil)
                lastBeat = .now
            }
            try await Task.sleep(for: Self.glance)
        }
    }

    private func work(_ job: ImportJob) async throws -> JSON {
        let newest = Newest()
        let store = ImportStore(log: job.log)
        let folder = folder
        return try await withThrowingTaskGroup(of: JSON?.self) { group in
            group.addTask {
                try await job.run(in: folder) { progress in newest.progress.withLock { $0 = progress } }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.beat)
                    // A beat that is missed for want of a connection is made up for by the next.
                    try? await store.beat(job.id, progress: newest.progress.withLock { $0 })
                }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    /// Writes down how it ended, also where the task is cancelled, and discards the file.
    private func end(_ job: ImportJob, _ end: ImportEnd) async {
        let logger = logger
        await Task {
            do {
                try await ImportStore(log: job.log).end(job.id, end)
            } catch {
                logger.error("the end of an import could not be written down", metadata: ["run": "\(job.id)"])
            }
        }.value
        folder.discard(job.id)
        open.withLock { $0[job.id] = nil }
        logger.info(
            "import",
            metadata: ["run": "\(job.id)", "state": "\(end.state.rawValue)", "district": "\(job.log.district.tenant)"])
    }
}

/// How far an import has come, as it says itself.
private final class Newest: Sendable {
    let progress = Mutex<JSON?>(nil)
}
