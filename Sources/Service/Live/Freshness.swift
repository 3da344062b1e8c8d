import EventLog
import LearningRecord
import LibPQ
import Projections
import Synchronization

/// How far the tables that people read have come: so that whoever appended something can ask for an answer that has it.
final class Freshness: Sendable {
    /// How long a reader waits for the tables, at the most.
    static let patience = Duration.seconds(5)
    /// How often it looks whether this process has brought the tables there, while somebody waits.
    private static let glance = Duration.milliseconds(4)
    /// At which of these looks the database is asked: another process may have.
    private static let asking = 5

    private let store: Store
    /// Where the tables of each district are known to be, at least.
    private let known = Mutex<[Int32: Int64]>([:])

    init(store: Store) {
        self.store = store
    }

    /// Notes that a district's tables have come to a position: told by the follower of this process.
    func reached(_ tenant: Int32, _ position: Int64) {
        known.withLock { $0[tenant] = max($0[tenant] ?? 0, position) }
    }

    /// Waits until every table of a district has come to a position.
    /// - Throws: ``Problem`` of the sort `behind`, `EventLogError`.
    func wait(for position: Int64, in district: District) async throws {
        let deadline = ContinuousClock.now + Self.patience
        var looks = 0
        while known.withLock({ $0[district.tenant] ?? 0 }) < position {
            defer { looks += 1 }
            guard looks % Self.asking == 0 else {
                try await Task.sleep(for: Self.glance)
                continue
            }
            let here = try await Self.position(store.log(of: district))
            reached(district.tenant, here)
            if here >= position { return }
            guard ContinuousClock.now < deadline else {
                throw Problem(
                    .behind, "The tables stand at position \(here), and not yet at \(position).",
                    members: ["position": .number(String(here))], retryAfter: 1)
            }
            try await Task.sleep(for: Self.glance)
        }
    }

    /// Where all tables of a district stand, at least.
    static func position(_ log: EventLog) async throws -> Int64 {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select coalesce(min(coalesce(c.position, 0)), 0) from proj.registry r
                  left join lateral (select min(s.position) as position from proj.standing s
                       where s.tenant = \(tenant) and s.projection = r.projection and s.build = r.build) c on true
                 where r.state = 'live'
                """
            ).single(as: Int64.self)
        }
    }
}
