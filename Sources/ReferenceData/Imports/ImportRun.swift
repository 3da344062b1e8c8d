public import LearningRecord
public import LibPQ

/// An import of a roster or of events, as `ref.import_run` keeps it until retention deletes it.
public struct ImportRun: Hashable, Sendable {
    /// What was read: `oneroster` or `events`.
    public var format: String
    /// The name of the file or folder.
    public var source: String
    /// When it began.
    public var startedAt: Instant
    /// When it ended; `nil` while it runs, and for ever where it was cut off.
    public var finishedAt: Instant?
    /// Lines of events, or rows of all files of a roster, that were read; `nil` where no word of it was kept.
    public var lines: Int64?
    /// Lines of events that were rejected; `nil` for a roster, which is refused whole or taken whole.
    public var rejected: Int64?

    /// The newest imports of a district, the newest first, in the session of the caller.
    /// - Parameter limit: so many at the most.
    /// - Throws: `PostgresError`.
    public static func newest(
        _ session: Session, tenant: Int32, limit: Int
    ) throws(PostgresError) -> [ImportRun] {
        session.set("waymark.tenant", to: String(tenant))
        return try session.query(
            """
            select format, source, started_at, finished_at,
                   case format
                       when 'oneroster' then (select sum((file ->> 'rows')::bigint)::bigint
                                                from jsonb_array_elements(report -> 'files') file)
                       else (report ->> 'lines')::bigint end as lines,
                   (report ->> 'rejected')::bigint as rejected
              from ref.import_run where tenant = \(tenant) order by started_at desc, run limit \(limit)
            """
        ).map { row throws(PostgresError) in
            ImportRun(
                format: try row["format", as: String.self], source: try row["source", as: String.self],
                startedAt: try row["started_at", as: Instant.self],
                finishedAt: try row["finished_at", as: Instant?.self], lines: try row["lines", as: Int64?.self],
                rejected: try row["rejected", as: Int64?.self])
        }
    }
}
