public import LibPQ
import Foundation
import LearningRecord

/// Moves the keys of a district's words from one database to another. The keys stay what they are, so words are read and
/// written meanwhile; only new keys, of learners of whom nobody wrote before, have to wait.
///
/// Killed at any moment, the same again goes on. Nothing is deleted before everything is there.
public struct KeyMove: Sendable {
    /// What a move came to.
    public struct Report: Hashable, Sendable {
        /// Learners' keys that are in the other database now.
        public var keys: Int64 = 0
        /// Whether they were there before.
        public var wasDone = false
    }

    private static let chunk: Int64 = 5_000

    private let source: Connection
    private let target: Connection

    /// A move between two migrated databases, on connections that work with the rights of `waymark_owner`.
    public init(from source: Connection, to target: Connection) {
        self.source = source
        self.target = target
    }

    /// Moves, or goes on moving.
    /// - Throws: `EventLogError.key` where the other database keeps another district under the number, or other keys.
    public func run(_ district: District, progress: (@Sendable (Int64) -> Void)? = nil) async throws -> Report {
        try await EventLogError.translating { try await move(district, progress) }
    }

    private func move(_ district: District, _ progress: (@Sendable (Int64) -> Void)?) async throws -> Report {
        let tenant = district.tenant
        guard try await areApart() else { throw EventLogError.key(.notThisKeyDatabase) }
        let (from, to) = (try await place(district, source), try await place(district, target))
        if from == .gone {
            if to == .here { return Report(keys: try await count(tenant, target), wasDone: true) }
            guard to == .arriving else { throw EventLogError.key(.notThisKeyDatabase) }
        } else {
            // A record that was restored from a copy made before a move meets a vault that serves it already.
            if to != .here { try await set(.arriving, district, target) }
            try await set(.leaving, district, source)
            try await waitForMakers()
            try await copy(tenant, progress)
            try await prove(tenant)
            try await letGo(district)
        }
        try await copyErasures(tenant)
        try await set(.here, district, target)
        return Report(keys: try await count(tenant, target))
    }

    /// Whether the two are different databases: what is locked in one is free in the other.
    private func areApart() async throws -> Bool {
        let number = Int64.random(in: .min ... .max)
        _ = try await source.run { try $0.execute("select pg_advisory_lock(\(number))") }
        let isFree = try await target.run { session in
            let isFree = try session.query("select pg_try_advisory_lock(\(number))").single(as: Bool.self)
            if isFree { _ = try session.execute("select pg_advisory_unlock(\(number))") }
            return isFree
        }
        _ = try await source.run { try $0.execute("select pg_advisory_unlock(\(number))") }
        return isFree
    }

    private func place(_ district: District, _ connection: Connection) async throws -> KeyPlace? {
        let tenant = district.tenant
        let rows = try await connection.run { session in
            try session.query(
                "select tenant_id, state from vault.place where tenant = \(tenant) or tenant_id = \(district.id)"
            ).map { (try $0[0, as: UUID.self], try $0[1, as: String.self]) }
        }
        guard let (id, state) = rows.first else { return nil }
        guard rows.count == 1, id == district.id else { throw EventLogError.key(.notThisKeyDatabase) }
        return KeyPlace(rawValue: state)
    }

    private func set(_ state: KeyPlace, _ district: District, _ connection: Connection) async throws {
        let tenant = district.tenant
        _ = try await connection.run {
            try $0.execute(
                """
                insert into vault.place (tenant, tenant_id, state)
                values (\(tenant), \(district.id), \(state.rawValue))
                on conflict (tenant) do update set state = excluded.state
                """)
        }
    }

    /// Whoever was making a key when the place was marked has made it, and all others see the mark.
    private func waitForMakers() async throws {
        _ = try await source.transaction { session in
            try session.execute("lock table vault.tenant_key, vault.learner_key in share row exclusive mode")
        }
    }

    private func copy(_ tenant: Int32, _ progress: (@Sendable (Int64) -> Void)?) async throws {
        let district = try await source.run { session in
            try session.query("select wrapped, master_key from vault.tenant_key where tenant = \(tenant)").first
                .map { (try $0[0, as: [UInt8].self], try $0[1, as: String.self]) }
        }
        if let (wrapped, master) = district {
            _ = try await target.run {
                try $0.execute(
                    """
                    insert into vault.tenant_key (tenant, wrapped, master_key)
                    values (\(tenant), \(wrapped), \(master)) on conflict do nothing
                    """)
            }
        }
        var count: Int64 = 0
        try await eachChunk(tenant) { chunk in
            _ = try await target.run {
                try $0.execute(
                    """
                    insert into vault.learner_key (tenant, learner, wrapped)
                    select \(tenant), u.learner, u.wrapped
                      from unnest(\(chunk.learners), \(chunk.keys)) u(learner, wrapped)
                    on conflict do nothing
                    """)
            }
            count += Int64(chunk.learners.count)
            progress?(count)
        }
        try await copyErasures(tenant)
    }

    /// Erasures, and keys that were destroyed: what is destroyed in one place is destroyed in both.
    private func copyErasures(_ tenant: Int32) async throws {
        let (lines, gone) = try await source.run { session in
            (
                try session.query("select to_jsonb(v)::text from vault.erasure v where tenant = \(tenant)")
                    .column(as: String.self),
                try session.query(
                    "select learner from vault.learner_key where tenant = \(tenant) and destroyed_at is not null"
                ).column(as: LearnerID.self)
            )
        }
        try await target.transaction { session in
            try session.execute(
                """
                insert into vault.erasure
                select (jsonb_populate_record(null::vault.erasure, line::jsonb)).* from unnest(\(lines)) line
                on conflict do nothing
                """)
            _ = try session.query("select vault.destroy_key(\(tenant), u.learner) from unnest(\(gone)) u(learner)")
        }
    }

    /// Every key that is still in the source is in the target, the same, unless it was destroyed there.
    private func prove(_ tenant: Int32) async throws {
        let query: SQL = "select wrapped from vault.tenant_key where tenant = \(tenant)"
        let ours = try await source.run { try $0.query(query).first?[0, as: [UInt8].self] }
        let theirs = try await target.run { try $0.query(query).first?[0, as: [UInt8].self] }
        guard ours == nil || ours == theirs else { throw EventLogError.key(.notThisKeyDatabase) }
        try await eachChunk(tenant) { chunk in
            let other = try await target.run {
                try $0.query(
                    """
                    select count(*) from unnest(\(chunk.learners), \(chunk.keys)) u(learner, wrapped)
                     where not exists (select from vault.learner_key k where k.tenant = \(tenant)
                           and k.learner = u.learner and (k.wrapped = u.wrapped or k.destroyed_at is not null))
                    """
                ).single(as: Int64.self)
            }
            guard other == 0 else { throw EventLogError.key(.notThisKeyDatabase) }
        }
    }

    /// The source has no key left; that some were destroyed, it goes on knowing.
    private func letGo(_ district: District) async throws {
        let tenant = district.tenant
        _ = try await source.transaction { session in
            _ = try session.execute(
                "delete from vault.learner_key where tenant = \(tenant) and destroyed_at is null")
            _ = try session.execute("delete from vault.tenant_key where tenant = \(tenant)")
            _ = try session.execute("update vault.place set state = 'gone' where tenant = \(tenant)")
        }
    }

    private func count(_ tenant: Int32, _ connection: Connection) async throws -> Int64 {
        try await connection.run {
            try $0.query(
                "select count(*) from vault.learner_key where tenant = \(tenant) and destroyed_at is null"
            ).single(as: Int64.self)
        }
    }

    private struct Chunk: Sendable {
        var learners: [LearnerID] = []
        var keys: [[UInt8]] = []
    }

    private func eachChunk(_ tenant: Int32, _ body: (Chunk) async throws -> Void) async throws {
        var last: LearnerID?
        while true {
            try Task.checkCancellation()
            let after = last
            let chunk = try await source.run { session in
                var chunk = Chunk()
                for row in try session.query(
                    """
                    select learner, wrapped from vault.learner_key
                     where tenant = \(tenant) and destroyed_at is null and (\(after)::uuid is null or learner > \(after))
                     order by learner limit \(Self.chunk)
                    """)
                {
                    chunk.learners.append(try row[0, as: LearnerID.self])
                    chunk.keys.append(try row[1, as: [UInt8].self])
                }
                return chunk
            }
            guard let newest = chunk.learners.last else { return }
            try await body(chunk)
            last = newest
        }
    }
}
