public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Imports a roster of OneRoster 1.1 or 1.2 as CSV into a district: reference data, and the learning events that follow
/// from enrolments.
///
/// Everything is read and checked before anything is changed, and the reference data changes in one transaction, which
/// also decides the events; they go to the log right after it (``PendingEvents``). So an import happens wholly or not
/// at all, whenever it is interrupted, and importing the same files again changes nothing.
public struct RosterImport: Sendable {
    /// The log of the district.
    public let log: EventLog
    /// How to import.
    public let options: RosterImportOptions

    /// An import into the district of `log`.
    public init(log: EventLog, options: RosterImportOptions) {
        self.log = log
        self.options = options
    }

    /// Imports a folder or zip file.
    /// - Throws: ``RosterImportError`` and ``ArchiveError`` about the files, `EventLogError` about the database. After
    ///   any of the first two nothing has changed.
    public func run(
        from location: NamedFilesLocation, progress: (@Sendable (RosterProgress) -> Void)? = nil
    ) async throws -> RosterReport {
        let pending = PendingEvents(log: log)
        if options.isDryRun { return try await preview(location, progress: progress) }
        let carriedOver = try await pending.append()
        let run = options.run ?? UUID()
        var report = try await log.transaction { session in
            try change(session, location: location, run: run, progress: progress)
        }
        report.events.carriedOver = carriedOver
        // While the log takes the events, the server looks at what the import wrote.
        let isEmpty = report.isEmpty
        async let statistics: Void = gatherStatistics(unless: isEmpty)
        let total = try await pending.count()
        try await pending.append { done in progress?(.appending(done: done, of: total)) }
        try await finish(run, report)
        try await statistics
        return report
    }

    private func gatherStatistics(unless isEmpty: Bool) async throws {
        if !isEmpty { try await log.store.gatherStatistics() }
    }

    /// Does the whole of the import but its end, so that what it tells is what would happen.
    private func preview(
        _ location: NamedFilesLocation, progress: (@Sendable (RosterProgress) -> Void)?
    ) async throws -> RosterReport {
        do {
            return try await log.transaction { session in
                throw DryRun(report: try change(session, location: location, run: UUID(), progress: progress))
            }
        } catch let end as DryRun {
            return end.report
        }
    }

    private func change(
        _ session: Session, location: NamedFilesLocation, run: UUID,
        progress: (@Sendable (RosterProgress) -> Void)?
    ) throws -> RosterReport {
        let tenant = log.district.tenant
        try session.execute("set local statement_timeout = 0")
        try session.execute("set local work_mem = '64MB'")
        // The server ends a long statement whose importer was killed, which would keep the next one waiting.
        try session.execute("set local client_connection_check_interval = '2s'")
        try lock(session)
        let files = try location.open()
        let name = options.name ?? (location.path as NSString).lastPathComponent
        let digest = try RosterDigest.of(files)
        let report =
            try unchanged(digest, session) ?? apply(files, session: session, progress: progress)
        try session.execute(
            """
            insert into ref.import_run (tenant, run, format, source, started_at, digest)
            values (\(tenant), \(run), 'oneroster', \(name), now(), \(digest))
            on conflict (tenant, run) do update set digest = excluded.digest
            """)
        return report
    }

    /// The report of files that are those of the last import, which was ended: there is nothing to compare. Who asks for
    /// something to be done about people has them compared all the same.
    private func unchanged(_ digest: [UInt8], _ session: Session) throws -> RosterReport? {
        guard options.matching.isEmpty, options.reusedIDs == .refuse else { return nil }
        let tenant = log.district.tenant
        let row = try session.query(
            """
            select digest, report::text, started_at from ref.import_run
             where tenant = \(tenant) and format = 'oneroster' order by started_at desc limit 1
            """
        ).first
        guard let row, try row[0, as: [UInt8]?.self] == digest, let text = try row[1, as: String?.self],
            let json = try? JSONReader.read(Array(text.utf8))
        else { return nil }
        return RosterReport(unchangedSince: try row[2, as: Instant.self], json, isDryRun: options.isDryRun)
    }

    /// One import of a district at a time: two that compare at once would both add what is new.
    private func lock(_ session: Session) throws {
        let tenant = log.district.tenant
        try session.execute("insert into ref.roster_lock (tenant) values (\(tenant)) on conflict do nothing")
        let free = try session.query("select from ref.roster_lock where tenant = \(tenant) for update skip locked")
        if free.isEmpty { throw RosterImportError.alreadyRunning }
    }

    private func finish(_ run: UUID, _ report: RosterReport) async throws {
        let tenant = log.district.tenant
        let json = JSONB(utf8: JSONWriter.bytes(report.json))
        _ = try await log.run { session in
            try session.execute(
                """
                update ref.import_run set finished_at = now(), report = \(json)
                 where tenant = \(tenant) and run = \(run)
                """)
        }
    }
}

/// Ends the transaction of a dry run without changing anything.
private struct DryRun: Error {
    let report: RosterReport
}
