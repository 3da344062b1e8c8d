public import EventLog
public import LearningRecord
import LibPQ

/// Who has looked at whose record: every look, noted before the answer goes out.
public struct ReadLog: Sendable {
    /// A look at a record.
    public struct Entry: Hashable, Sendable {
        /// When.
        public var at: Instant
        /// The learner; `nil` where every record of the district was looked at.
        public var learner: LearnerID?
        /// Who: the name of an account or of a token.
        public var reader: String
        /// Whether that is a system.
        public var isSystem: Bool
        /// At what.
        public var what: String
        /// By which right.
        public var why: String
    }

    /// Which looks to tell; what is `nil` does not matter.
    public struct Filter: Hashable, Sendable {
        /// A part of the name of who looked, in any case.
        public var reader: String?
        /// Only looks at the records of these, and at every record.
        public var learners: [LearnerID]?
        /// From this moment on.
        public var from: Instant?
        /// Until before this moment.
        public var before: Instant?

        /// All of them.
        public init() {}
    }

    /// The log of the district.
    public let log: EventLog

    /// The looks in a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// Notes a look at some learners' records; without a learner, at all of them.
    ///
    /// Its commit waits for no disk: a server that loses its power may lose the looks of the last half second, which
    /// nobody had the answer of for long; a look that waited for the disk would make every page slow.
    func note(
        _ principal: Principal, at learners: [LearnerID]?, what: String, why: String, request: String
    ) async throws {
        let tenant = log.district.tenant
        let learners: [LearnerID?] = learners ?? [nil]
        let (account, token) = (principal.account?.id, principal.token?.id)
        try await log.run { session in
            _ = try session.execute(
                """
                insert into access.record_read (tenant, learner, account, token, what, why, request)
                select \(tenant), l, \(account), \(token), \(what), \(why), \(request)
                  from unnest(\(learners)::uuid[]) l
                 cross join (select set_config('synchronous_commit', 'off', true) as setting) s
                 where s.setting is not null
                """)
        }
    }

    /// The looks at a learner's record, the newest first.
    /// - Parameters:
    ///   - ids: all ids of the learner.
    ///   - before: only what was before this.
    /// - Throws: `EventLogError`.
    public func looks(at ids: [LearnerID], before: Instant? = nil, limit: Int) async throws -> [Entry] {
        try await entries("r.learner = any(\(ids)) or r.learner is null", before, limit)
    }

    /// All looks in the district, the newest first.
    /// - Throws: `EventLogError`.
    public func all(before: Instant? = nil, limit: Int) async throws -> [Entry] {
        try await entries("true", before, limit)
    }

    /// The looks of a filter, the newest first.
    /// - Throws: `EventLogError`.
    public func looks(_ filter: Filter, limit: Int) async throws -> [Entry] {
        var condition: SQL = "r.read_at >= coalesce(\(filter.from), '-infinity'::timestamptz)"
        if let reader = filter.reader?.lowercased() {
            condition = "\(sql: condition) and strpos(lower(coalesce(a.name, t.name, '')), \(reader)) > 0"
        }
        if let learners = filter.learners {
            condition = "\(sql: condition) and (r.learner = any(\(learners)) or r.learner is null)"
        }
        return try await entries(condition, filter.before, limit)
    }

    private func entries(_ condition: SQL, _ before: Instant?, _ limit: Int) async throws -> [Entry] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select r.read_at, r.learner, coalesce(a.name, t.name, ''), r.token is not null, r.what, r.why
                  from access.record_read r
                  left join access.account a on a.tenant = r.tenant and a.account = r.account
                  left join access.token t on t.tenant = r.tenant and t.token = r.token
                 where r.tenant = \(tenant) and (\(sql: condition))
                   and r.read_at < coalesce(\(before), 'infinity'::timestamptz)
                 order by r.read_at desc limit \(limit)
                """
            ).map { row in
                Entry(
                    at: try row[0, as: Instant.self], learner: try row[1, as: LearnerID?.self],
                    reader: try row[2, as: String.self], isSystem: try row[3, as: Bool.self],
                    what: try row[4, as: String.self], why: try row[5, as: String.self])
            }
        }
    }
}
