import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import Synchronization
import TestSupport
import Testing

@Suite("Following many districts")
struct FollowerTests {
    /// Districts that are followed together.
    private static let count = 6

    @Test("rows are those of the log in every district, whatever comes: corrections, late events, new learners")
    func many() async throws {
        try await SmallDistrict.with { first in
            let districts = try await Self.districts(first)
            try await Self.following(first) {
                // Three learners each, whose histories come in pieces, so that folds go on from what is in memory.
                let histories = try districts.indices.map { index in
                    try (0..<3).map {
                        try RandomHistory(seed: UInt64(500 + 10 * index + $0), count: 80).events.map(\.event)
                    }
                }
                for piece in 0..<8 {
                    for (district, histories) in zip(districts, histories) {
                        for events in histories {
                            let part = Array(events.dropFirst(piece * events.count / 8).prefix(events.count / 8))
                            _ = try await district.log.append(part)
                        }
                    }
                }
                for district in districts { try await Self.expectCaughtUp(district) }
            }
            for district in districts {
                let rows = try await district.rows()
                #expect(!rows.isEmpty)
                #expect(try await district.storedContinuum() == district.expectedContinuum())
            }
            // Every projection: a rebuild by the same folds proves its rows equal, or throws.
            for name in ProjectionCatalogue.names {
                let report = try await Rebuild(store: first.store).run(name)
                #expect(Set(report.proven) == Set(districts.map(\.log.district.name)))
            }
        }
    }

    @Test("a parked learner is retried while a follower holds the right, and the others go on")
    func parked() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 41, count: 20)], seed: 41)
            try await Self.following(district) {
                try await Self.expectCaughtUp(district)
                // As an older program would leave a learner whose event it cannot read.
                let learner = try #require(try await district.log.read(after: 0, limit: 1).first?.event.learner)
                try await district.administer { session in
                    _ = try session.execute(
                        """
                        insert into proj.parked (tenant, projection, build, learner, position, error)
                        select tenant, projection, build, \(learner), 1, 'for a test' from proj.checkpoint
                         where projection = 'continuum' group by 1, 2, 3
                        """)
                    _ = try session.execute("delete from proj.continuum where learner = \(learner)")
                }
                let retried = try await Projector(log: district.log).retry()
                #expect(retried.count == 1 && retried.allSatisfy { $0.still == nil })
                try await district.append([try RandomHistory(seed: 42, count: 20)], seed: 42)
                try await Self.expectCaughtUp(district)
            }
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("two followers share the districts; when one ends the other has all of them")
    func two() async throws {
        try await SmallDistrict.with { first in
            let districts = try await Self.districts(first)
            let store = first.store
            let hints = Store.options(first.database.options)
            let one = Task { try await Follower(store: store).follow(poll: .milliseconds(300), hints: hints) }
            try await Self.following(first) {
                for round in 0..<4 as Range<UInt64> {
                    for (index, district) in districts.enumerated() {
                        let seed = 700 + 10 * round + UInt64(index)
                        try await district.append([try RandomHistory(seed: seed, count: 10)], seed: seed)
                    }
                    if round == 1 { one.cancel() }
                }
                for district in districts { try await Self.expectCaughtUp(district) }
            }
            await #expect(throws: CancellationError.self) { try await one.value }
            for district in districts {
                #expect(try await district.storedContinuum() == district.expectedContinuum())
            }
        }
    }

    @Test("a rebuild that is swapped in is followed from then on")
    func swapped() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 51, count: 20)], seed: 51)
            try await Self.following(district) {
                try await Self.expectCaughtUp(district)
                _ = try await Rebuild(store: district.store).run(Continuum.name)
                try await district.append([try RandomHistory(seed: 52, count: 20)], seed: 52)
                try await Self.expectCaughtUp(district)
            }
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("a district that stands still does not hold up the others")
    func standing() async throws {
        try await SmallDistrict.with { first in
            let districts = try await Self.districts(first)
            let broken = districts[0]
            try await broken.append([try RandomHistory(seed: 61, count: 10)], seed: 61)
            // Another worker has it, and does nothing.
            try await first.administer { session in
                _ = try session.execute(
                    """
                    update proj.checkpoint set epoch = epoch + 1, owner = gen_random_uuid(),
                           lease_until = clock_timestamp() + interval '1 hour' where tenant = \(broken.tenant)
                    """)
            }
            try await Self.following(first) {
                for district in districts.dropFirst() {
                    try await district.append([try RandomHistory(seed: 62, count: 10)], seed: 62)
                }
                for district in districts.dropFirst() { try await Self.expectCaughtUp(district) }
            }
        }
    }

    @Test("a learner whose event cannot be read waits alone, as when catching up; after a repair the rows are whole")
    func poison() async throws {
        try await SmallDistrict.with { district in
            let history = try RandomHistory(seed: 71, count: 30, corrections: 0)
            try await district.append([history], seed: 71)
            try await district.append([try RandomHistory(seed: 72, count: 20)], seed: 72)
            let position = try #require(
                try await district.log.read(learner: history.learner).first {
                    $0.position > 10 && Continuum.kinds.contains($0.event.kind)
                }?.position)
            try await district.damage(position: position)
            try await Self.following(district) {
                try await Self.expectCaughtUp(district)
                let status = try await district.projector.status()
                let continuum = try #require(status.first { $0.projection == Continuum.name })
                #expect(continuum.parked.map(\.position) == [position])
                #expect(continuum.parked.map(\.learner) == [history.learner])
                try await district.append([try RandomHistory(seed: 73, count: 20)], seed: 73)
                try await Self.expectCaughtUp(district)
                try await district.repair(position: position)
                let retried = try await district.projector.retry()
                #expect(!retried.isEmpty && retried.allSatisfy { $0.still == nil })
            }
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("connections that are lost are made anew, and told; nothing is lost or doubled")
    func lost() async throws {
        try await SmallDistrict.with { district in
            let troubles = Troubles()
            // Known by a name, so that no other connection is met.
            let options = Store.options(district.database.options.with(settings: ["application_name": "follower"]))
            let store = Store(pool: Pool(options, size: 3), master: nil)
            let follower = Task {
                try await Follower(store: store).follow(
                    poll: .milliseconds(300), hints: options, trouble: { _, error in troubles.note(error) })
            }
            for round in 0..<3 as Range<UInt64> {
                // The follower is in the middle of a round, or claims, when its connections go.
                let gate = try await Gate(district.database, "proj.followed")
                try await district.append([try RandomHistory(seed: 80 + round, count: 20)], seed: round)
                #expect(try await gate.visitor(of: getpid()))
                _ = try await district.administer { session in
                    try session.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'follower'")
                }
                try await gate.open()
                try await Self.expectCaughtUp(district)
            }
            try await Self.expectCaughtUp(district)
            follower.cancel()
            await #expect(throws: CancellationError.self) { try await follower.value }
            #expect(troubles.all.count >= 3, "\(troubles.all)")
            #expect(try await district.storedContinuum() == district.expectedContinuum())
            for name in ProjectionCatalogue.names {
                #expect(try await Rebuild(store: district.store).run(name).proven == ["Testville"])
            }
            await store.close()
        }
    }

    @Test("whoever ends gives every right back at once, wherever it was")
    func released() async throws {
        try await SmallDistrict.with { district in
            for round in 0..<5 as Range<UInt64> {
                let store = district.store
                let hints = Store.options(district.database.options)
                let follower = Task { try await Follower(store: store).follow(poll: .milliseconds(300), hints: hints) }
                try await district.append([try RandomHistory(seed: 90 + round, count: 30)], seed: round)
                try await Task.sleep(for: .milliseconds(20 * Int(round) + 5))
                follower.cancel()
                await #expect(throws: CancellationError.self) { try await follower.value }
                let held = try await district.administer { session in
                    try session.query(
                        "select count(*) from proj.checkpoint where lease_until > clock_timestamp()"
                    ).single(as: Int64.self)
                }
                #expect(held == 0)
            }
        }
    }

    private static func districts(_ first: SmallDistrict) async throws -> [SmallDistrict] {
        var districts = [first]
        for number in 1..<count {
            districts.append(
                SmallDistrict(first, of: try await first.store.createDistrict(named: "Neighbour \(number)")))
        }
        return districts
    }

    /// Runs `body` while a follower follows all districts.
    private static func following(_ district: SmallDistrict, _ body: () async throws -> Void) async throws {
        let store = district.store
        let hints = Store.options(district.database.options)
        let follower = Task { try await Follower(store: store).follow(poll: .milliseconds(300), hints: hints) }
        do {
            try await body()
        } catch {
            follower.cancel()
            throw error
        }
        follower.cancel()
        await #expect(throws: CancellationError.self) { try await follower.value }
    }

    private static func expectCaughtUp(_ district: SmallDistrict) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let status = try await district.projector.status().filter { $0.state == .live }
            if !status.isEmpty, status.allSatisfy({ $0.lag == 0 }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("the tables of \(district.log.district.name) are behind the log")
    }
}

/// What a follower told of.
private final class Troubles: Sendable {
    private let told = Mutex<[String]>([])

    func note(_ error: any Error) { told.withLock { $0.append("\(error)") } }
    var all: [String] { told.withLock(\.self) }
}
