import EventLog
import Foundation
import LearningRecord
import LibPQ
import Schema
import TestSupport
import Testing

@testable import Projections

/// A follower moves one row for all shards of a projection; whoever deals with a single shard finds it where that says.
@Suite struct FollowedPositionTests {
    /// A district that was followed to its end in memory, its right kept, and where its follower is.
    private struct Followed {
        let district: SmallDistrict
        var live = LiveDistricts()
        let tenant: Int32
        let build: Build

        /// What every shard stood at when it was claimed, and where the follower has brought them since.
        let claimed: Int64
        let head: Int64

        init(_ district: SmallDistrict) async throws {
            self.district = district
            tenant = district.tenant
            try await district.append([try RandomHistory(seed: 31, count: 20)], seed: 31)
            try await district.projector.catchUp()
            claimed = try await district.log.head()
            let held = try await LiveDistrict.claim(district.log, upTo: claimed, owner: UUID(), within: 1_000)
            live.add(try #require(held))
            build = try #require(
                try await district.log.run { try Build.all($0) }.first { $0.projection == Continuum.name })
            try await district.append([try RandomHistory(seed: 32, count: 20)], seed: 32)
            head = try await district.log.head()
            live = try await Self.advance(live, district)
        }

        static func advance(_ live: LiveDistricts, _ district: SmallDistrict) async throws -> LiveDistricts {
            try await district.store.pool.transaction { session in
                var live = live
                _ = try live.advance(session, [district.tenant])
                return live
            }
        }

        /// Positions in a table or view: the least and the greatest of the shards.
        func positions(_ name: SQL) async throws -> Set<Int64> {
            let (tenant, build) = (tenant, build)
            return try await district.administer { session in
                Set(
                    try session.query(
                        """
                        select position from \(sql: name) where tenant = \(tenant)
                           and projection = \(build.projection) and build = \(build.number)
                        """
                    ).column(as: Int64.self))
            }
        }
    }

    @Test func `the shards' own rows stay, and all of them stand where the follower is`() async throws {
        try await SmallDistrict.with { district in
            let followed = try await Followed(district)
            #expect(followed.head > followed.claimed)
            #expect(try await followed.positions("proj.checkpoint") == [followed.claimed])
            #expect(try await followed.positions("proj.standing") == [followed.head])
            #expect(try await district.projector.status().allSatisfy { $0.lag == 0 })
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test func `whoever takes one shard goes on from the follower's place, and the follower writes nothing more`()
        async throws
    {
        try await SmallDistrict.with { district in
            let followed = try await Followed(district)
            let (tenant, build) = (followed.tenant, followed.build)
            let learner = try #require(try await district.log.read(after: 0, limit: 1).first?.event.learner)
            let taken = try await district.log.transaction {
                try Checkpoint.claim(
                    $0, tenant: tenant, build: build, owner: UUID(), shardOf: learner.uuid, isForced: true)
            }
            #expect(taken?.position == followed.head)
            try await district.append([try RandomHistory(seed: 33, count: 20)], seed: 33)
            let before = try await district.rows()
            await #expect(throws: LiveFailure.self) { _ = try await Followed.advance(followed.live, district) }
            #expect(try await district.rows() == before)
            _ = try await district.administer { try $0.execute("update proj.checkpoint set lease_until = '-infinity'") }
            try await district.projector.catchUp()
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test func `a worker that finds the follower gone takes the shards where it left them`() async throws {
        try await SmallDistrict.with { district in
            let followed = try await Followed(district)
            _ = try await district.administer { try $0.execute("update proj.checkpoint set lease_until = '-infinity'") }
            // At the head for whoever looks: there is nothing to take.
            #expect(
                try await district.projector.claim(followed.build, behind: followed.head, limit: 100) == nil)
            try await district.append([try RandomHistory(seed: 34, count: 20)], seed: 34)
            let head = try await district.log.head()
            let claimed = try await district.projector.claim(followed.build, behind: head, limit: 100)
            #expect(claimed?.position == followed.head)
            #expect(claimed?.shards.count == 4)
        }
    }

    @Test func `a build is not promoted that has come only to where the shards' own rows of the live one are`()
        async throws
    {
        try await SmallDistrict.with { district in
            let followed = try await Followed(district)
            let (name, claimed) = (Continuum.name, followed.claimed)
            let error = try await #require(throws: PostgresError.self) {
                try await district.administer { session in
                    try session.execute("select proj.begin_build(\(name), \(Continuum.version))")
                    try session.execute("select proj.begin_district(\(followed.tenant), \(name), 2, 4)")
                    try session.execute(
                        "update proj.checkpoint set position = \(claimed) where projection = \(name) and build = 2")
                    _ = try session.execute("select proj.promote(\(name), 2)")
                }
            }
            #expect(error.code?.rawValue == "WM425")
        }
    }

    @Test func `a right that was renewed is good for a lease, and one that is lost is told`() async throws {
        try await SmallDistrict.with { district in
            let followed = try await Followed(district)
            let (live, tenant) = (followed.live, followed.tenant)
            #expect(live.dueForRenewal([tenant]) == [])
            _ = try await district.administer { try $0.execute("update proj.checkpoint set lease_until = '-infinity'") }
            try await district.store.pool.transaction { session in
                var live = live
                try live.renew(session, [tenant])
            }
            let held = try await district.administer {
                try $0.query("select bool_and(lease_until > clock_timestamp()) from proj.checkpoint").single(
                    as: Bool.self)
            }
            #expect(held)
            _ = try await district.administer {
                try $0.execute("update proj.checkpoint set epoch = epoch + 1 where shard = 0")
            }
            await #expect(throws: LiveFailure.self) {
                try await district.store.pool.transaction { session in
                    var live = live
                    try live.renew(session, [tenant])
                }
            }
        }
    }
}
