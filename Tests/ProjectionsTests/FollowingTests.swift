import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

@Suite("Following the log")
struct FollowingTests {
    @Test("with a long poll a hint brings an event into the tables at once")
    func hinted() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 21, count: 20)], seed: 21)
            try await following(district, poll: .seconds(60), hints: district.database.options) {
                for seed in 22..<25 as Range<UInt64> {
                    // The follower has found nothing to do and waits.
                    try await Task.sleep(for: .milliseconds(200))
                    try await district.append([try RandomHistory(seed: seed, count: 5)], seed: seed)
                    try await expectCaughtUp(district, within: .seconds(3))
                }
            }
        }
    }

    @Test(
        "hints that never arrive are made good by the poll, heard elsewhere or not listened to",
        arguments: [true, false])
    func lostHint(isListening: Bool) async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 31, count: 20)], seed: 31)
            // Notifications stay within a database: this listener hears none.
            let deaf = isListening ? district.database.options.with(database: "postgres") : nil
            try await following(district, poll: .milliseconds(400), hints: deaf) {
                try await Task.sleep(for: .milliseconds(200))
                try await district.append([try RandomHistory(seed: 32, count: 5)], seed: 32)
                try await expectCaughtUp(district, within: .seconds(3))
            }
        }
    }

    /// Runs `body` while a projector follows, once it has caught up.
    private func following(
        _ district: SmallDistrict, poll: Duration, hints: ConnectionOptions?, _ body: () async throws -> Void
    ) async throws {
        let projector = district.projector
        let follower = Task { try await projector.follow(poll: poll, hints: hints) }
        defer { follower.cancel() }
        try await expectCaughtUp(district, within: .seconds(10))
        try await body()
        follower.cancel()
        await #expect(throws: CancellationError.self) { try await follower.value }
    }

    private func expectCaughtUp(_ district: SmallDistrict, within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try await district.projector.status().allSatisfy({ $0.lag == 0 }) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the tables are behind the log after \(limit)")
    }
}
