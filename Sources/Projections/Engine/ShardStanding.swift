import LearningRecord
import LibPQ

/// How far the shards of a build have come in a district.
struct ShardStanding: Hashable, Sendable {
    /// How many shards there are; 0 before the district was divided.
    let count: Int
    /// Everything up to here is in the rows, of every shard.
    let least: Int64
    /// Everything up to here is in the rows of one shard at least.
    let most: Int64
    /// The sum of what the shards have come to, as a share of one log.
    let average: Int64

    /// Lag that one worker folds in one pass over the log, rather than leaving shards to others.
    static let smallLag: Int64 = 50_000

    init(_ session: Session, tenant: Int32, build: Build) throws(PostgresError) {
        let row = try session.query(
            """
            select count(*)::int8, coalesce(min(position), 0), coalesce(max(position), 0),
                   coalesce(avg(position), 0)::int8
              from proj.standing
             where tenant = \(tenant) and projection = \(build.projection) and build = \(build.number)
            """
        ).first
        count = Int(try row?[0, as: Int64.self] ?? 0)
        least = try row?[1, as: Int64.self] ?? 0
        most = try row?[2, as: Int64.self] ?? 0
        average = try row?[3, as: Int64.self] ?? 0
    }

    /// How many shards a worker takes at once: what fits in memory while a build is loaded, all where little is left to do, and else
    /// so many that other workers find some too.
    func share(upTo head: Int64, of build: Build) -> Int {
        if !build.isLoaded { return Loader.shards(of: count, events: head) }
        return head - least <= Self.smallLag ? max(1, count) : max(1, count / 4)
    }
}
