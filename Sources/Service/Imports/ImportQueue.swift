import EventLog
import Foundation
import LearningRecord
import Logging
import Synchronization

/// The imports that this service was asked for, carried out in the background: one of a district at a time, whatever
/// becomes of the connections over which they came. When the service stops, each of them ends in an orderly way and says
/// that it was stopped.
final class ImportQueue: Sendable {
    /// How often an import that waits looks whether it can begin.
    private static let glance = Duration.milliseconds(250)
    /// How often one says that it lives.
    private static let beat = Duration.seconds(2)

    let folder: ImportFolder
    private let logger: Logger
    private let jobs: AsyncStream<ImportJob>
    private let arrival: AsyncStream<ImportJob>.Continuation
    /// Those that have not ended.
    private let open = Mutex<[ImportID: ImportJob]>([:])

    init(folder: ImportFolder, logger: Logger) {
        self.folder = folder
        self.logger = logger
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
            for await job in jobs { group.addTask { await self.carryOut(job) } }
            group.cancelAll()
        }
        // What came in at the last moment was never begun.
        for job in open.withLock({ Array($0.values) }) { await end(job, .stopped) }
    }

    private func carryOut(_ job: ImportJob) async {
        do {
            try await waitForTurn(job)
            let report = try await work(job)
            await end(job, .done(report))
        } catch {
            await end(
                job,
                Task.isCancelled
                    ? .stopped : ImportEnd(failing: error, with: folder.upload(job.id), called: job.source))
        }
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
