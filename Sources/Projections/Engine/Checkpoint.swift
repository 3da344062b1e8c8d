import EventLog
import Foundation
import LibPQ

/// How far some shards of a build have come in a district, and the right of one worker to bring them further.
///
/// Whoever takes over a shard raises its epoch, and with it that of a follower that held it (``FollowedPosition``), and
/// finds the shard where that has brought it: a trigger of the table does both. Rows are written in the transaction
/// that moves the position from where this worker left it, at this worker's epochs: one that was taken over from
/// meanwhile, in a single shard even, moves nothing and writes nothing.
struct Checkpoint: Sendable {
    let tenant: Int32
    let build: Build
    let owner: UUID
    /// The shards, in order.
    let shards: [Shard]
    let epochs: [Int64]
    /// Everything up to here is in the rows of these shards.
    var position: Int64
    /// Whether a shard stood still at an event whose row cannot be read.
    let wasStopped: Bool

    /// How long a worker keeps its right without a sign of life.
    static let leaseSeconds = 10
    static let lease = "\(leaseSeconds) seconds"

    /// Divides a district into shards for a build, unless it is divided already.
    static func prepare(_ session: Session, tenant: Int32, build: Build, events: Int64) throws(PostgresError) {
        let known = try session.query(
            """
            select exists (select from proj.checkpoint
                where tenant = \(tenant) and projection = \(build.projection) and build = \(build.number))
            """
        ).single(as: Bool.self)
        if known { return }
        try session.execute(
            """
            select proj.begin_district(\(tenant), \(build.projection), \(build.number),
                                       \(Shard.count(forEvents: events)))
            """)
    }

    /// Takes the right to bring shards further: of those that nobody works on and that are not at `head` yet, the ones
    /// that are furthest behind and at the same position, so many at the most. `nil` when there are none.
    ///
    /// While a follower is in the middle of a round it has locked where it has brought them: then there are none, either.
    static func claim(
        _ session: Session, tenant: Int32, build: Build, owner: UUID, behind head: Int64, limit: Int
    ) throws(PostgresError) -> Checkpoint? {
        let rows = try session.query(
            """
            with followed as materialized (
                select position from proj.followed
                 where tenant = \(tenant) and projection = \(build.projection) and build = \(build.number)
                   for update skip locked),
            free as materialized (
                select c.shard, greatest(c.position, (select position from followed)) as position
                  from proj.checkpoint c
                 where c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
                   and greatest(c.position, (select position from followed)) < \(head)
                   and (c.lease_until < clock_timestamp() or c.owner = \(owner))
                   and (exists (select from followed) or not exists (
                        select from proj.followed f
                         where f.tenant = c.tenant and f.projection = c.projection and f.build = c.build))
                 order by 2, c.shard limit \(Int64(limit)) for update of c skip locked),
            chosen as (select shard from free where position = (select min(position) from free))
            update proj.checkpoint c
            set epoch = c.epoch + 1, owner = \(owner),
                lease_until = clock_timestamp() + interval '\(unsafeRaw: lease)', updated_at = clock_timestamp()
            from chosen
            where c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
              and c.shard = chosen.shard
            returning c.shard, c.shards, c.epoch, c.position, c.stopped_at is not null
            """)
        return try Checkpoint(rows, tenant: tenant, build: build, owner: owner)
    }

    /// Takes the right to just these shards, all of them at position 0; `nil` where somebody works on one, has brought it
    /// further, or divided the district otherwise.
    static func claim(
        _ session: Session, tenant: Int32, build: Build, owner: UUID, untouched shards: [Shard]
    ) throws(PostgresError) -> Checkpoint? {
        let rows = try session.query(
            """
            with free as materialized (
                select c.shard from proj.checkpoint c
                 where c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
                   and c.position = 0 and c.shards = \(shards.first?.count) and c.shard = any(\(shards.map(\.index)))
                   and (c.lease_until < clock_timestamp() or c.owner = \(owner))
                 order by c.shard for update skip locked)
            update proj.checkpoint c
            set epoch = c.epoch + 1, owner = \(owner),
                lease_until = clock_timestamp() + interval '\(unsafeRaw: lease)', updated_at = clock_timestamp()
            from free
            where c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
              and c.shard = free.shard and (select count(*) from free) = \(Int64(shards.count))
            returning c.shard, c.shards, c.epoch, c.position, c.stopped_at is not null
            """)
        return try Checkpoint(rows, tenant: tenant, build: build, owner: owner)
    }

    /// Takes the right to the shard of one learner, wherever it stands; `nil` while another works on it.
    /// - Parameter isForced: takes it from whoever has it, who goes on once it is given back.
    static func claim(
        _ session: Session, tenant: Int32, build: Build, owner: UUID, shardOf learner: UUID, isForced: Bool = false
    ) throws(PostgresError) -> Checkpoint? {
        let rows = try session.query(
            """
            update proj.checkpoint c
            set epoch = c.epoch + 1, owner = \(owner),
                lease_until = clock_timestamp() + interval '\(unsafeRaw: lease)', updated_at = clock_timestamp()
            where c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
              and c.shard = (uuid_hash(\(learner))::bigint + 2147483648) * c.shards / 4294967296
              and (\(isForced) or c.lease_until < clock_timestamp() or c.owner = \(owner))
            returning c.shard, c.shards, c.epoch, c.position, c.stopped_at is not null
            """)
        return try Checkpoint(rows, tenant: tenant, build: build, owner: owner)
    }

    /// Moves to a position, in the transaction that writes the rows.
    /// - Throws: ``ProjectionError/fenced(projection:)``.
    func move(_ session: Session, to next: Int64) throws -> Checkpoint {
        let count = try session.execute(
            """
            update proj.checkpoint c
            set position = \(next), stopped_at = null, error = null,
                lease_until = clock_timestamp() + interval '\(unsafeRaw: Self.lease)', updated_at = clock_timestamp()
            from (\(sql: mine(at: position))) mine where \(sql: isMine)
            """)
        guard count == shards.count else { throw ProjectionError.fenced(projection: build.projection) }
        var moved = self
        moved.position = next
        return moved
    }

    /// Writes down why the shards stand still.
    func stop(_ session: Session, at position: Int64, because reason: String) throws(PostgresError) {
        try session.execute(
            """
            update proj.checkpoint c
            set stopped_at = \(position), error = \(reason), updated_at = clock_timestamp()
            from (\(sql: mine(at: nil))) mine where \(sql: isMine)
            """)
    }

    /// Lets others take over at once.
    func release(_ session: Session) throws(PostgresError) {
        try session.execute(
            "update proj.checkpoint c set lease_until = '-infinity' from (\(sql: mine(at: nil))) mine where \(sql: isMine)"
        )
    }

    /// The rows of this worker, locked in the order in which whoever locks several does.
    private func mine(at position: Int64?) -> SQL {
        """
        select k.shard from proj.checkpoint k join unnest(\(shards.map(\.index)), \(epochs)) own (shard, epoch)
            on k.shard = own.shard and k.epoch = own.epoch
         where k.tenant = \(tenant) and k.projection = \(build.projection) and k.build = \(build.number)
           and k.position = coalesce(\(position), k.position)
         order by k.shard for update of k
        """
    }

    private var isMine: SQL {
        """
        c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
        and c.shard = mine.shard
        """
    }
}

extension Checkpoint {
    /// The right to shards that were claimed, all at the same position; `nil` when there are none.
    private init?(_ rows: Rows, tenant: Int32, build: Build, owner: UUID) throws(PostgresError) {
        var claimed: [(shard: Shard, epoch: Int64)] = []
        var position: Int64 = 0
        var wasStopped = false
        for row in rows {
            let shard = Shard(index: try row[0, as: Int32.self], count: try row[1, as: Int32.self])
            claimed.append((shard, try row[2, as: Int64.self]))
            position = try row[3, as: Int64.self]
            if try row[4, as: Bool.self] { wasStopped = true }
        }
        if claimed.isEmpty { return nil }
        claimed.sort { $0.shard.index < $1.shard.index }
        self.init(
            tenant: tenant, build: build, owner: owner, shards: claimed.map(\.shard), epochs: claimed.map(\.epoch),
            position: position, wasStopped: wasStopped)
    }
}
