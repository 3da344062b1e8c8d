import EventLog
import Foundation
import LearningRecord
import LibPQ

/// The row of `ref.import_run` of an import of events. It is there from the start and says after each batch what was done
/// so far, so that of an import that was killed the last word stands there, without an end.
struct EventImportRun: Sendable {
    private let id: UUID
    private let tenant: Int32

    /// Writes that an import of `source` begins, or goes on.
    init(_ run: UUID?, of source: String, in log: EventLog) async throws {
        id = run ?? UUID()
        tenant = log.district.tenant
        let (tenant, id) = (tenant, id)
        _ = try await log.run { session in
            try session.execute(
                """
                insert into ref.import_run (tenant, run, format, source, started_at)
                values (\(tenant), \(id), 'events', \(source), clock_timestamp())
                on conflict (tenant, run) do update set finished_at = null
                """)
        }
    }

    /// Writes what was done so far, inside the transaction of `session`.
    func tell(_ report: EventImportReport, isFinished: Bool = false, _ session: Session) throws {
        try session.execute(
            """
            update ref.import_run set report = \(JSONB(utf8: JSONWriter.bytes(report.json))),
                   finished_at = case when \(isFinished) then clock_timestamp() end
             where tenant = \(tenant) and run = \(id)
            """)
    }
}
