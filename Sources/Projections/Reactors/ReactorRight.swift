import EventLog
import Foundation
import LibPQ

/// The right of one process to run a reactor in a district, and how far the reactor has read.
struct ReactorRight: Sendable {
    let tenant: Int32
    let reactor: String
    let epoch: Int64
    private(set) var position: Int64

    /// Another process took the right over.
    enum Lost: Error {
        case lost
    }

    /// How long an effect may take before another process takes over.
    static let lease = "60 seconds"

    /// Takes the right; `nil` while another has it. A reactor that is new begins at `newest`.
    static func claim(_ log: EventLog, _ reactor: String, owner: UUID, newest: Int64) async throws -> ReactorRight? {
        let tenant = log.district.tenant
        return try await log.transaction { session in
            try session.execute(
                """
                insert into proj.reactor (tenant, reactor, position) values (\(tenant), \(reactor), \(newest))
                on conflict do nothing
                """)
            let row = try session.query(
                """
                update proj.reactor
                   set epoch = epoch + 1, owner = \(owner),
                       lease_until = clock_timestamp() + interval '\(unsafeRaw: lease)', updated_at = clock_timestamp()
                 where tenant = \(tenant) and reactor = \(reactor)
                   and (lease_until < clock_timestamp() or owner = \(owner))
                returning epoch, position
                """
            ).first
            guard let row else { return nil }
            return ReactorRight(
                tenant: tenant, reactor: reactor, epoch: try row[0, as: Int64.self],
                position: try row[1, as: Int64.self])
        }
    }

    /// Moves to a position, and gives a sign of life.
    func move(_ session: Session, to next: Int64) throws -> ReactorRight {
        let count = try session.execute(
            """
            update proj.reactor
               set position = \(next), lease_until = clock_timestamp() + interval '\(unsafeRaw: Self.lease)',
                   updated_at = clock_timestamp()
             where tenant = \(tenant) and reactor = \(reactor) and epoch = \(epoch) and position = \(position)
            """)
        guard count == 1 else { throw Lost.lost }
        var moved = self
        moved.position = next
        return moved
    }

    /// Lets others take over at once.
    func release(_ log: EventLog) async throws {
        let right = self
        try await log.run { session in
            _ = try session.execute(
                """
                update proj.reactor set lease_until = '-infinity'
                 where tenant = \(right.tenant) and reactor = \(right.reactor) and epoch = \(right.epoch)
                """)
        }
    }
}
