import EventLog
import Foundation
import LibPQ
import TestSupport
import Testing

@testable import Projections

/// Followers share the districts of a database: each takes its part, and gives it up to whoever comes.
@Suite("Followers that share districts")
struct SharedDistrictsTests {
    private static let poll = Duration.milliseconds(300)

    @Test("who comes later gets its part; who ends leaves its part to the others at once")
    func shared() async throws {
        try await SmallDistrict.with { first in
            var districts = [first]
            for number in 1..<6 {
                districts.append(
                    SmallDistrict(first, of: try await first.store.createDistrict(named: "Neighbour \(number)")))
            }
            // One without events is nobody's, and counts for no part.
            _ = try await first.store.createDistrict(named: "Empty")
            for (index, district) in districts.enumerated() {
                try await district.append([try RandomHistory(seed: 900 + UInt64(index), count: 10)], seed: 900)
            }
            let store = first.store
            let hints = Store.options(first.database.options)
            func follower(_ owner: UUID) -> Task<Void, any Error> {
                Task { try await Follower(store: store, owner: owner).follow(poll: Self.poll, hints: hints) }
            }
            let (one, two, three) = (UUID(), UUID(), UUID())
            let firstFollower = follower(one)
            try await Self.expect(first, [one: 6])
            let secondFollower = follower(two)
            try await Self.expect(first, [one: 3, two: 3])
            let thirdFollower = follower(three)
            try await Self.expect(first, [one: 2, two: 2, three: 2])
            for (index, district) in districts.enumerated() {
                try await district.append([try RandomHistory(seed: 950 + UInt64(index), count: 10)], seed: 950)
            }
            for task in [firstFollower, thirdFollower] { task.cancel() }
            // Far within the time for which a right lasts without a sign of life.
            try await Self.expect(first, [two: 6], within: .seconds(Checkpoint.leaseSeconds - 4))
            for district in districts {
                let deadline = ContinuousClock.now + .seconds(20)
                while try await !district.projector.status().allSatisfy({ $0.lag == 0 }), .now < deadline {
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(try await district.storedContinuum() == district.expectedContinuum())
            }
            secondFollower.cancel()
            for task in [firstFollower, secondFollower, thirdFollower] {
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            let left = try await first.administer { session in
                try session.query("select count(*) from proj.follower").single(as: Int64.self)
            }
            #expect(left == 0)
        }
    }

    /// Waits until each follower holds so many districts, whole.
    private static func expect(
        _ district: SmallDistrict, _ wanted: [UUID: Int], within limit: Duration = .seconds(20)
    ) async throws {
        let deadline = ContinuousClock.now + limit
        var held: [UUID: Int] = [:]
        while held != wanted, ContinuousClock.now < deadline {
            held = try await district.administer { session in
                let rows = try session.query(
                    """
                    select owner, count(distinct tenant) from proj.checkpoint
                     where lease_until > clock_timestamp() group by owner
                    """)
                var held: [UUID: Int] = [:]
                for row in rows { held[try row[0, as: UUID.self]] = Int(try row[1, as: Int64.self]) }
                return held
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(held == wanted)
    }
}
