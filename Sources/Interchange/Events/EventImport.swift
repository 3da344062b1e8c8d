import Crypto
public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Imports learning events from JSON Lines: one event a line, in the JSON form of the event catalogue.
///
/// A line that cannot be taken is rejected with its reason and the rest goes in. Ids make every repetition harmless; an
/// import of a file that was interrupted goes on where it stopped. See `Docs/formats/events.md`.
public struct EventImport: Sendable {
    /// The log of the district.
    public let log: EventLog
    /// How to import.
    public let options: EventImportOptions

    /// An import into the district of `log`.
    public init(log: EventLog, options: EventImportOptions = EventImportOptions()) {
        self.log = log
        self.options = options
    }

    /// Imports a file, from where an earlier import of it stopped.
    /// - Throws: ``ArchiveError`` about the file, `EventLogError` about the database; what was reported as progress is
    ///   stored.
    public func run(
        path: String, progress: (@Sendable (EventImportProgress) -> Void)? = nil
    ) async throws -> EventImportReport {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let file = try FileByteSource(path: absolute)
        var start = EventBatchReader.Start()
        if !options.startsOver, let checkpoint = try await EventCheckpoint.load(absolute, in: log),
            let digest = try checkpoint.resumption(of: absolute)
        {
            try file.seek(to: checkpoint.bytes)
            start = EventBatchReader.Start(
                line: checkpoint.lines, offset: checkpoint.bytes, digest: digest, rejectBytes: checkpoint.rejectBytes)
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: absolute))?[.size] as? NSNumber
        return try await run(
            file, named: (absolute as NSString).lastPathComponent, start: start, checkpointed: absolute,
            totalBytes: size?.int64Value, progress: progress)
    }

    /// Imports what a source such as the standard input gives.
    /// - Parameters:
    ///   - name: what the record of imports calls it.
    ///   - totalBytes: how much it gives, where that is known.
    /// - Throws: as for a file.
    public func run(
        _ source: any ByteSource, named name: String = "standard input", totalBytes: Int64? = nil,
        progress: (@Sendable (EventImportProgress) -> Void)? = nil
    ) async throws -> EventImportReport {
        try await run(
            source, named: name, start: EventBatchReader.Start(), checkpointed: nil, totalBytes: totalBytes,
            progress: progress)
    }

    private func run(
        _ source: any ByteSource, named name: String, start: EventBatchReader.Start, checkpointed path: String?,
        totalBytes: Int64?,
        progress: (@Sendable (EventImportProgress) -> Void)?
    ) async throws -> EventImportReport {
        var reader = EventBatchReader(source, start: start, options: options)
        let rejects = try options.rejectsPath.map { rejectsPath throws(ArchiveError) in
            try RejectFile(path: rejectsPath, keeping: start.rejectBytes, input: path)
        }
        var report = EventImportReport()
        report.resumedAfter = start.line
        let run = try await EventImportRun(options.run, of: name, in: log)
        var decoder = EventDecoder(log: log, options: options)
        var ready = try await prepare(reader.next(), &decoder)
        // While the log takes one batch the next is read and checked.
        while let batch = ready {
            try Task.checkCancellation()
            async let appended = EventAppender(log: log).append(batch.events)
            do {
                ready = try await prepare(reader.next(), &decoder)
            } catch {
                // What is on its way arrives before the error is told, and the next import finds it there.
                _ = try await appended
                throw error
            }
            report.add(batch, try await appended, rejects: rejects)
            try rejects?.flush()
            try await keep(
                report, of: run,
                path.map { path in
                    EventCheckpoint(
                        source: path, bytes: batch.end.offset, lines: batch.end.line,
                        digest: Array(batch.end.digest.finalize()), rejectBytes: rejects?.size ?? 0)
                })
            progress?(
                EventImportProgress(
                    lines: report.lines, rejected: report.rejected, bytes: batch.end.offset,
                    firstByte: start.offset, totalBytes: totalBytes))
        }
        if let rejects, rejects.size > 0 { report.rejectsPath = options.rejectsPath }
        let whole = report
        try await log.run { try run.tell(whole, isFinished: true, $0) }
        return report
    }

    /// Keeps how far the import came, and what it did until there.
    private func keep(_ report: EventImportReport, of run: EventImportRun, _ checkpoint: EventCheckpoint?) async throws
    {
        let tenant = log.district.tenant
        try await log.transaction { session in
            try checkpoint?.save(tenant: tenant, session)
            try run.tell(report, session)
        }
    }

    private func prepare(
        _ batch: EventBatchReader.Batch?, _ decoder: inout EventDecoder
    ) async throws -> EventBatch? {
        guard let batch else { return nil }
        return EventBatch(batch, try await decoder.decode(batch.lines))
    }
}
