import Foundation
import LibPQ

/// Which followers are at work on a database, so that each takes its part of the districts and leaves the others theirs.
///
/// It only spreads the work. What keeps two from writing the same rows is the lease (``Checkpoint``); a follower that is
/// wrong about the others takes too little or too much for a moment, and nothing else comes of it.
struct FollowerPresence: Sendable {
    let pool: Pool
    let owner: UUID

    /// How many looks a follower may miss before the others count without it. Less than what is left of a lease when its
    /// holder dies (``Checkpoint/lease`` less the renewal), so that those who take its districts over count without it.
    private static let looks = 4.0

    /// Says that this follower is there, and answers how many others are.
    /// - Parameter poll: how long it is until it says so again.
    func tell(every poll: Duration) async throws -> Int {
        let owner = owner
        let seconds =
            Self.looks * Double(poll.components.seconds) + Self.looks * Double(poll.components.attoseconds) / 1e18
        let others = try await pool.run { session in
            // Rows of those that died go by themselves after a while.
            try session.query(
                """
                with gone as (
                    delete from proj.follower where present_until < clock_timestamp() - interval '1 minute'),
                mine as (
                    insert into proj.follower (owner, present_until)
                    values (\(owner), clock_timestamp() + make_interval(secs => \(seconds)))
                    on conflict (owner) do update set present_until = excluded.present_until)
                select count(*) from proj.follower where owner <> \(owner) and present_until > clock_timestamp()
                """
            ).single(as: Int64.self)
        }
        return Int(others)
    }

    /// Says that it is gone. Where that fails, it is forgotten by itself.
    func end() async {
        let owner = owner
        _ = try? await pool.run { session in
            try session.execute("delete from proj.follower where owner = \(owner)")
        }
    }
}
