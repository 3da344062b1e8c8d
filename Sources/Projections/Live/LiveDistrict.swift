import EventLog
import Foundation
import LearningRecord
import LibPQ

/// A district whose projections are held in memory, all at one position.
struct LiveDistrict: Sendable {
    let log: EventLog
    var projections: [any LiveProjection]
    /// Everything up to here is in the rows.
    private(set) var position: Int64
    /// The right to each of the projections' rows, in their order.
    private let followed: [FollowedPosition]
    /// When the right to the shards was last renewed.
    private var renewedAt = ContinuousClock.now

    /// How long the right is good before it is renewed: it does not run out (``Checkpoint/lease``), so that no other
    /// follower takes what this one has in memory.
    private static let renewal = Duration.seconds(4)

    private init(
        log: EventLog, projections: [any LiveProjection], followed: [FollowedPosition], position: Int64
    ) {
        (self.log, self.projections, self.followed, self.position) = (log, projections, followed, position)
    }

    /// Whether the right is to be renewed.
    var isRenewalDue: Bool { renewedAt.duration(to: .now) > Self.renewal }

    /// Takes the right to all projections of a district.
    /// - Parameter head: the position of its newest event.
    /// - Returns: `nil` where it cannot be followed in memory: another worker has a part of it, a projection stands still,
    ///   or they are not at one position near the end of the log.
    /// - Throws: ``ProjectionError/otherVersion(projection:live:program:)``, ``ProjectionError/noLiveBuild(projection:)``,
    ///   errors of the log.
    static func claim(
        _ log: EventLog, upTo head: Int64, owner: UUID, within lag: Int64
    ) async throws -> LiveDistrict? {
        let tenant = log.district.tenant
        do {
            return try await log.transaction { session in
                let builds = try Build.all(session).filter { $0.state == .live }
                var projections: [any LiveProjection] = []
                for type in ProjectionCatalogue.all.sorted(by: { $0.name < $1.name }) {
                    let build = try live(type, among: builds)
                    if head <= lag { try Checkpoint.prepare(session, tenant: tenant, build: build, events: head) }
                    let standing = try ShardStanding(session, tenant: tenant, build: build)
                    guard standing.count > 0, standing.least == standing.most, head - standing.least <= lag,
                        let checkpoint = try Checkpoint.claim(
                            session, tenant: tenant, build: build, owner: owner, behind: .max, limit: standing.count),
                        checkpoint.shards.count == standing.count, !checkpoint.wasStopped,
                        checkpoint.position == projections.first?.checkpoint.position ?? checkpoint.position,
                        let work = ProjectionCatalogue.works[type.name]
                    else { throw NotAtOnce() }
                    let parked = try Parked.all(session, tenant: tenant, build: build)
                    projections.append(work.live(checkpoint, Set(parked.map(\.learner))))
                }
                guard let position = projections.first?.checkpoint.position else { throw NotAtOnce() }
                let followed = try projections.map { try FollowedPosition.take(session, of: $0.checkpoint) }
                return LiveDistrict(log: log, projections: projections, followed: followed, position: position)
            }
        } catch is NotAtOnce {
            return nil
        }
    }

    /// Whether others have the right to all of a district's live projections.
    static func isHeld(_ log: EventLog, butBy owner: UUID) async throws -> Bool {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select coalesce(bool_and(c.lease_until >= clock_timestamp() and c.owner is distinct from \(owner)), false)
                  from proj.checkpoint c
                  join proj.registry r on r.projection = c.projection and r.build = c.build and r.state = 'live'
                 where c.tenant = \(tenant)
                """
            ).single(as: Bool.self)
        }
    }

    /// Takes back the claims of the transaction.
    private struct NotAtOnce: Error {}

    private static func live(
        _ type: any Projection.Type, among builds: [Build]
    ) throws(ProjectionError) -> Build {
        guard let build = builds.first(where: { $0.projection == type.name }) else {
            throw .noLiveBuild(projection: type.name)
        }
        guard build.version == type.version else {
            throw .otherVersion(projection: type.name, live: build.version, program: type.version)
        }
        return build
    }

    /// The statement that moves every projection to a position: it touches as many rows as there are projections, or
    /// fewer where another took over.
    func moving(to next: Int64) -> SQL {
        FollowedPosition.moving(followed, tenant: log.district.tenant, from: position, to: next)
    }

    /// The statement that keeps the right to all shards: it touches ``shardCount`` rows, or fewer where another took over.
    func renewing() -> SQL {
        let tenant = log.district.tenant
        var (names, builds, shards, epochs): ([String], [Int32], [Int32], [Int64]) = ([], [], [], [])
        for checkpoint in projections.map(\.checkpoint) {
            for (shard, epoch) in zip(checkpoint.shards, checkpoint.epochs) {
                names.append(checkpoint.build.projection)
                builds.append(checkpoint.build.number)
                shards.append(shard.index)
                epochs.append(epoch)
            }
        }
        return """
            update proj.checkpoint c
            set lease_until = clock_timestamp() + interval '\(unsafeRaw: Checkpoint.lease)'
            from (select k.projection, k.build, k.shard from proj.checkpoint k
                    join unnest(\(names), \(builds), \(shards), \(epochs)) own (projection, build, shard, epoch)
                      on k.projection = own.projection and k.build = own.build and k.shard = own.shard
                     and k.epoch = own.epoch
                   where k.tenant = \(tenant)
                   order by k.projection, k.build, k.shard for update of k) mine
            where c.tenant = \(tenant) and c.projection = mine.projection and c.build = mine.build
              and c.shard = mine.shard
            """
    }

    /// How many shards there are, of all projections.
    var shardCount: Int { projections.reduce(0) { $0 + $1.checkpoint.shards.count } }

    /// Notes that the right was renewed.
    mutating func renewed() { renewedAt = .now }

    /// Notes that the rows are at a position.
    mutating func moved(to next: Int64) {
        position = next
        for index in projections.indices { projections[index].checkpoint.position = next }
    }
}
