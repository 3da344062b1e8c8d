import LibPQ

/// How far a follower has brought all shards of a build together, and its right to bring them further: one row, whatever
/// the number of shards (`proj.followed`, decision 43).
///
/// The checkpoints of the shards stay behind it; where they stand is the greater of both (`proj.standing`). Whoever takes
/// over one of them raises the epoch here too, and what the follower writes after that comes to nothing.
struct FollowedPosition: Sendable {
    let build: Build
    let epoch: Int64

    /// Takes the right, in the transaction in which the checkpoints of all shards were claimed.
    static func take(_ session: Session, of checkpoint: Checkpoint) throws(PostgresError) -> FollowedPosition {
        let (tenant, build) = (checkpoint.tenant, checkpoint.build)
        let epoch = try session.query(
            """
            insert into proj.followed as f (tenant, projection, build, position)
            values (\(tenant), \(build.projection), \(build.number), \(checkpoint.position))
            on conflict (tenant, projection, build) do update
               set epoch = f.epoch + 1, position = greatest(f.position, excluded.position)
            returning epoch
            """
        ).single(as: Int64.self)
        return FollowedPosition(build: build, epoch: epoch)
    }

    /// The statement that moves several of a district from one position to another: it touches as many rows, or fewer
    /// where another took over.
    static func moving(_ followed: [FollowedPosition], tenant: Int32, from position: Int64, to next: Int64) -> SQL {
        let (names, builds) = (followed.map(\.build.projection), followed.map(\.build.number))
        return """
            update proj.followed f set position = \(next), moved_at = clock_timestamp()
              from unnest(\(names), \(builds), \(followed.map(\.epoch))) own (projection, build, epoch)
             where f.tenant = \(tenant) and f.projection = own.projection and f.build = own.build
               and f.epoch = own.epoch and f.position = \(position)
            """
    }
}
