import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@testable import Projections

@Suite("Shards")
struct ShardTests {
    @Test("hold every learner once, and the database finds the shard that this program means")
    func ranges() async throws {
        for exponent in 0...12 {
            let count = Int32(1) << exponent
            let shards = (0..<count).map { Shard(index: $0, count: count) }
            #expect(Shard.hashes(of: shards) == [Int32.min...Int32.max])
            #expect(Shard.hashes(of: shards.filter { $0.index % 2 == 0 }).count == max(1, Int(count) / 2))
        }
        try await SmallDistrict.with { district in
            let build = try await district.divided(Continuum.self, into: 64)
            for _ in 0..<50 {
                let learner = UUID()
                let (tenant, owner) = (district.tenant, UUID())
                let (claimed, hash) = try await district.log.run { session in
                    (
                        try Checkpoint.claim(session, tenant: tenant, build: build, owner: owner, shardOf: learner),
                        try session.query("select uuid_hash(\(learner))").single(as: Int32.self)
                    )
                }
                let checkpoint = try #require(claimed)
                #expect(checkpoint.shards.map { $0.hashes.contains(hash) } == [true])
                try await district.log.run { try checkpoint.release($0) }
            }
        }
    }

    @Test("grow in number with the log, and one holds what is folded in memory at once")
    func count() {
        #expect(Shard.count(forEvents: 0) == 4)
        #expect(Shard.count(forEvents: 5_000_000) == 64)
        #expect(Shard.count(forEvents: .max) == 4_096)
    }

    @Test("that were taken over: nothing of the batch is written, not even for the shards still held")
    func fenced() async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<6).map { try RandomHistory(seed: $0 + 300, count: 30) }
            try await district.append(histories, seed: 1)
            let build = try await district.divided(Continuum.self, into: 4)
            let head = try await district.log.head()
            let zombie = Projector(log: district.log)
            let held = try #require(try await zombie.claim(build, behind: head, limit: 4))
            #expect(held.shards.count == 4)
            #expect(try await Projector(log: district.log).claim(build, behind: head, limit: 4) == nil)

            // Its lease on one shard runs out, and another takes that one.
            _ = try await district.administer {
                try $0.execute("update proj.checkpoint set lease_until = '-infinity' where shard = 2")
            }
            let taken = try #require(try await Projector(log: district.log).claim(build, behind: head, limit: 4))
            #expect(taken.shards.map(\.index) == [2])
            var worker = Worker<Continuum>(log: district.log, checkpoint: held)
            await #expect(throws: ProjectionError.fenced(projection: "continuum")) { try await worker.run(upTo: head) }
            #expect(try await district.storedContinuum().isEmpty)
            await district.projector.release(held)

            // Those it gave back go on; the one that was taken is still the other's.
            var other = Worker<Continuum>(log: district.log, checkpoint: taken)
            _ = try await other.run(upTo: head)
            await district.projector.release(taken)
            try await district.projector.catchUp()
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("that stand at different positions are brought together, by as many workers as there are")
    func apart() async throws {
        try await SmallDistrict.with { district in
            let build = try await district.divided(Continuum.self, into: 16)
            for round in 0..<3 {
                let histories = try (0..<6).map { try RandomHistory(seed: UInt64(400 + round * 10 + $0), count: 25) }
                try await district.append(histories, seed: UInt64(round))
                let head = try await district.log.head()
                // A few shards alone, then, in the last round, everybody at once.
                if round < 2 {
                    let projector = district.projector
                    let claimed = try #require(try await projector.claim(build, behind: head, limit: 3))
                    var worker = Worker<Continuum>(log: district.log, checkpoint: claimed)
                    _ = try await worker.run(upTo: head)
                    await projector.release(claimed)
                } else {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<4 { group.addTask { _ = try await district.projector.catchUp() } }
                        try await group.waitForAll()
                    }
                }
            }
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("several workers that rebuild give the rows that one gives", arguments: [1, 4])
    func rebuilt(workers: Int) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<12).map { try RandomHistory(seed: UInt64($0) + 500, count: 30) }
            try await district.append(histories, seed: 4)
            let neighbour = SmallDistrict(
                district, of: try await district.store.createDistrict(named: "Empty"))
            #expect(try await neighbour.log.head() == 0)
            try await district.projector.catchUp()
            let live = try await district.rows()
            let rebuilds = (0..<2).map { _ in Rebuild(store: district.store, workers: workers) }
            // Two processes that rebuild the same share one build.
            let report = try await rebuilds[0].run("continuum")
            #expect(report.proven.sorted() == ["Empty", "Testville"])
            #expect(try await district.rows() == live)
            for name in ["transcript", "access"] { _ = try await rebuilds[1].run(name) }
            #expect(try await district.rows() == live)
        }
    }
}

extension SmallDistrict {
    /// The live build of a projection, with this district divided into so many shards.
    fileprivate func divided<P: Projection>(_: P.Type, into count: Int32) async throws -> Build {
        let tenant = tenant
        return try await log.run { session in
            let build = try Build.all(session).first { $0.projection == P.name && $0.state == .live }
            guard let build else { throw ProjectionError.noLiveBuild(projection: P.name) }
            try session.execute("select proj.begin_district(\(tenant), \(P.name), \(build.number), \(count))")
            return build
        }
    }
}
