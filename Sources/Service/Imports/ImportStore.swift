import EventLog
import Foundation
import LearningRecord
import LibPQ

/// What the database knows of imports that the service was asked for (`ref.import_request`).
struct ImportStore: Sendable {
    /// After how many seconds without a word an import counts as cut off.
    static let silence = 30
    /// Imports of a district that may wait.
    static let places = 20

    let log: EventLog

    private var tenant: Int32 { log.district.tenant }

    /// Writes down what was asked for, unless it was before, or too many wait already.
    /// - Parameter key: by what it is known when it is asked for again.
    func add(
        _ id: ImportID, _ work: ImportJob.Work, source: String, by name: String, key: RequestKey? = nil
    ) async throws -> Asked {
        if let key, let known = try await known(key) { return known }
        let tenant = tenant
        let asked = JSONB(utf8: JSONWriter.bytes(work.json))
        let count = try await log.transaction { session in
            // Of two that come at once by one key the second waits here for the first.
            try session.execute(
                """
                insert into ref.import_request
                    (tenant, run, format, source, is_dry_run, requested_by, asked, request_key, digest)
                select \(tenant), \(id), \(work.format.rawValue), \(source), \(work.isDryRun), \(name), \(asked),
                       \(key?.text), \(key?.digest)
                 where (select count(*) from ref.import_request q where q.tenant = \(tenant) and q.state = 'waiting'
                           and q.seen_at > clock_timestamp() - make_interval(secs => \(Double(Self.silence)))) < \(Int64(Self.places))
                on conflict (tenant, request_key) where request_key is not null do nothing
                """)
        }
        if count == 1 { return .taken }
        if let key, let known = try await known(key) { return known }
        return .full
    }

    /// Begins an import, unless another of the district is at work or was asked for before.
    /// - Returns: whether it began.
    func begin(_ id: ImportID) async throws -> Bool {
        let tenant = tenant
        return try await log.transaction { session in
            // Who waits for its turn leaves the lock alone: a roster that has just begun takes it, and would find it taken.
            let isItsTurn = try session.query(
                "select exists (select from ref.import_request q where \(sql: isNext(id)))"
            ).single(as: Bool.self)
            guard isItsTurn else { return false }
            _ = try session.execute("insert into ref.roster_lock (tenant) values (\(tenant)) on conflict do nothing")
            // Two that begin at once are told apart by it, and a roster that the command line imports holds it.
            let free = try session.query("select from ref.roster_lock where tenant = \(tenant) for update skip locked")
            guard !free.isEmpty else { return false }
            return try session.execute(
                """
                update ref.import_request q set state = 'running', started_at = clock_timestamp(),
                       seen_at = clock_timestamp()
                 where \(sql: isNext(id))
                """) == 1
        }
    }

    /// Whether the request `q` is this one, waits, and no other of the district is at work or was asked for before.
    private func isNext(_ id: ImportID) -> SQL {
        """
        q.tenant = \(tenant) and q.run = \(id) and q.state = 'waiting'
        and not exists (select from ref.import_request o
             where o.tenant = \(tenant) and o.run <> \(id)
               and o.seen_at > clock_timestamp() - make_interval(secs => \(Double(Self.silence)))
               and (o.state = 'running' or o.state = 'waiting'
                    and (o.requested_at, o.run) < (q.requested_at, q.run)))
        """
    }

    /// Says that it is still being worked on, and how far it is.
    func beat(_ id: ImportID, progress: JSON?) async throws {
        let tenant = tenant
        let progress = progress.map { JSONB(utf8: JSONWriter.bytes($0)) }
        try await log.run { session in
            _ = try session.execute(
                """
                update ref.import_request set seen_at = clock_timestamp(), progress = coalesce(\(progress), progress)
                 where tenant = \(tenant) and run = \(id) and finished_at is null
                """)
        }
    }

    /// Ends it.
    func end(_ id: ImportID, _ end: ImportEnd) async throws {
        let tenant = tenant
        func stored(_ json: JSON?) -> JSONB? { json.map { JSONB(utf8: JSONWriter.bytes($0)) } }
        let (report, progress, problems) = (stored(end.report), stored(end.progress), stored(end.problems))
        try await log.run { session in
            _ = try session.execute(
                """
                update ref.import_request
                   set state = \(end.state.rawValue), finished_at = clock_timestamp(), seen_at = clock_timestamp(),
                       report = \(report), error = \(end.error), problems = \(problems),
                       progress = coalesce(\(progress), progress)
                 where tenant = \(tenant) and run = \(id) and finished_at is null
                """)
        }
    }

    /// The newest imports, those of the command line among them.
    func newest(before: Instant?, limit: Int) async throws -> [ImportRequest] {
        try await read("a.requested_at < coalesce(\(before), 'infinity'::timestamptz)", limit: limit)
    }

    /// One import.
    func one(_ id: ImportID) async throws -> ImportRequest? {
        try await read("a.run = \(id)", limit: 1).first
    }

    private func read(_ condition: SQL, limit: Int) async throws -> [ImportRequest] {
        let tenant = tenant
        return try await log.run { session in
            try session.query(
                """
                select a.run, a.format, a.source, a.is_dry_run, a.requested_by, a.requested_at, a.started_at,
                       a.finished_at, a.state, a.progress::text, a.report::text, a.error, a.problems::text
                  from (select q.run, q.format, q.source, q.is_dry_run, q.requested_by, q.requested_at, q.started_at,
                               q.finished_at, q.progress, q.error, q.problems,
                               case when q.finished_at is null
                                     and q.seen_at < clock_timestamp() - make_interval(secs => \(Double(Self.silence)))
                                    then 'interrupted' else q.state end as state,
                               coalesce(q.report, (select r.report from ref.import_run r
                                                    where r.tenant = q.tenant and r.run = q.run)) as report
                          from ref.import_request q where q.tenant = \(tenant)
                        union all
                        select r.run, r.format, r.source, false, null, r.started_at, r.started_at, r.finished_at, null,
                               null, null, case when r.finished_at is null then 'running' else 'done' end, r.report
                          from ref.import_run r where r.tenant = \(tenant) and not exists (
                               select from ref.import_request q where q.tenant = r.tenant and q.run = r.run)) a
                 where \(sql: condition) order by a.requested_at desc, a.run limit \(limit)
                """
            ).map(ImportRequest.init)
        }
    }
}

extension ImportRequest {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            id: try row[0, as: ImportID.self], format: try row[1, as: String.self], source: try row[2, as: String.self],
            isDryRun: try row[3, as: Bool.self], requestedBy: try row[4, as: String?.self],
            requestedAt: try row[5, as: Instant.self], startedAt: try row[6, as: Instant?.self],
            finishedAt: try row[7, as: Instant?.self],
            state: ImportState(rawValue: try row[8, as: String.self]) ?? .interrupted,
            progress: Self.json(try row[9, as: String?.self]), report: Self.json(try row[10, as: String?.self]),
            error: try row[11, as: String?.self], problems: Self.json(try row[12, as: String?.self]))
    }

    private static func json(_ text: String?) -> JSON? { text.flatMap { try? JSONReader.read(Array($0.utf8)) } }
}
