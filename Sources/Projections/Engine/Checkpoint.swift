import EventLog
import Foundation
import LibPQ

/// How far a build has come in a district, and the right of one worker to bring it further.
///
/// Whoever takes over raises the epoch. Rows are written in the transaction that moves the position from where this
/// worker left it, at this worker's epoch: one that was taken over from meanwhile moves nothing and writes nothing.
struct Checkpoint: Sendable {
    let tenant: Int32
    let build: Build
    let owner: UUID
    let epoch: Int64
    /// Everything up to here is in the rows.
    private(set) var position: Int64

    /// How long a worker keeps its right without a sign of life.
    static let lease = "10 seconds"

    /// Takes the right to bring a build further; `nil` while another worker has it.
    static func claim(
        _ session: Session, tenant: Int32, build: Build, owner: UUID
    ) throws(PostgresError) -> Checkpoint? {
        try session.execute(
            """
            insert into proj.checkpoint (tenant, projection, build)
            values (\(tenant), \(build.projection), \(build.number)) on conflict do nothing
            """)
        let rows = try session.query(
            """
            update proj.checkpoint
            set epoch = epoch + 1, owner = \(owner),
                lease_until = clock_timestamp() + interval '\(unsafeRaw: lease)', updated_at = clock_timestamp()
            where tenant = \(tenant) and projection = \(build.projection) and build = \(build.number)
              and (lease_until < clock_timestamp() or owner = \(owner))
            returning epoch, position
            """)
        guard let row = rows.first else { return nil }
        return Checkpoint(
            tenant: tenant, build: build, owner: owner, epoch: try row[0, as: Int64.self],
            position: try row[1, as: Int64.self])
    }

    /// Moves to a position, in the transaction that writes the rows.
    /// - Throws: ``ProjectionError/fenced(projection:)``.
    func move(_ session: Session, to position: Int64) throws -> Checkpoint {
        let moved = try session.execute(
            """
            update proj.checkpoint
            set position = \(position), stopped_at = null, error = null,
                lease_until = clock_timestamp() + interval '\(unsafeRaw: Self.lease)', updated_at = clock_timestamp()
            where \(sql: mine)
            """)
        guard moved == 1 else { throw ProjectionError.fenced(projection: build.projection) }
        var next = self
        next.position = position
        return next
    }

    /// Gives a sign of life.
    /// - Throws: ``ProjectionError/fenced(projection:)``.
    func renew(_ session: Session) throws {
        let renewed = try session.execute(
            """
            update proj.checkpoint set lease_until = clock_timestamp() + interval '\(unsafeRaw: Self.lease)'
            where \(sql: mine)
            """)
        guard renewed == 1 else { throw ProjectionError.fenced(projection: build.projection) }
    }

    /// Writes down why the build stands still.
    func stop(_ session: Session, at position: Int64, because reason: String) throws(PostgresError) {
        try session.execute(
            """
            update proj.checkpoint
            set stopped_at = \(position), error = \(reason), updated_at = clock_timestamp()
            where \(sql: mine)
            """)
    }

    /// Lets others take over at once.
    func release(_ session: Session) throws(PostgresError) {
        try session.execute("update proj.checkpoint set lease_until = '-infinity' where \(sql: mine)")
    }

    private var mine: SQL {
        """
        tenant = \(tenant) and projection = \(build.projection) and build = \(build.number)
        and epoch = \(epoch) and position = \(position)
        """
    }
}
