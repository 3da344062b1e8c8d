import EventLog
import Foundation
import LearningRecord
import LibPQ
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import Projections

/// Two services on one database, as processes of their own.
@Suite("Two services on one database", .serialized)
struct TwoServicesTests {
    /// How long it may take until a district whose holder died has another: what is left of the lease, two looks for those
    /// that are free, and what a busy machine adds.
    private static let takeover = Duration.seconds(Checkpoint.leaseSeconds) + .seconds(4)

    @Test(
        "one is killed in the middle of appends: its districts go over with the lease, nothing is lost or applied twice",
        .longTimeLimit)
    func killed() async throws {
        try await withTestDatabase { database in
            let districts = try await ServedDistricts(database, count: 6)
            let program = Program(database)
            let (one, two) = (try await ServedProgram(program), try await ServedProgram(program))
            let before = try #require(
                try await districts.wait(.seconds(30), for: districts.areShared), "the districts are not shared")
            let (ledger, isOver) = (ServedLedger(), Over())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, place) in districts.places.enumerated() {
                    group.addTask {
                        await Self.write(place, seed: 700 + UInt64(number), [one, two], ledger, until: isOver)
                    }
                }
                // Both have appended and folded for a while when one dies.
                try await Task.sleep(for: .seconds(2))
                let written = ledger.count
                #expect(written > 100)
                one.running.signal(SIGKILL)
                let death = ContinuousClock.now
                _ = try await one.running.outcome()
                let left = Set(before.values)
                let after = try await districts.wait(Self.takeover) { holders in
                    holders.count == before.count && Set(holders.values).count == 1
                }
                let took = death.duration(to: .now)
                let survivor = try #require(after?.values.first, "not taken over after \(took)")
                #expect(left.contains(survivor))
                // Whose lease had not run out was not touched: it takes some seconds at least.
                #expect(took > .seconds(Checkpoint.leaseSeconds - 7), "\(took)")
                print("two services: taken over \(took) after SIGKILL, lease \(Checkpoint.lease)")
                print("two services: behind by", try await districts.lags())
                let known = ledger.count
                try await Task.sleep(for: .seconds(1))
                #expect(ledger.count > known, "nothing was appended through the other one")
                isOver.set()
                try await group.waitForAll()
            }
            let over = ContinuousClock.now
            #expect(ledger.contradictions == 0)
            // What is appended through the one that is left is seen, by a caller who asks for it.
            for place in districts.places {
                let events = History.events(3, seed: 4_444, learners: 2)
                let positions = try #require(await two.append(events, token: place.token))
                ledger.note(events, at: positions, in: place.log.district.tenant)
                let learner = try #require(events.first?.learner)
                let path = "/api/v1/learners/\(learner)/continuum?atLeast=\(positions.max() ?? 0)"
                var status = 0
                // Where the tables are behind it says so, and is asked again.
                for _ in 0..<6 where status != 200 {
                    status = try await two.send(.GET, path, token: place.token).status
                    #expect(status == 200 || status == 503)
                }
                #expect(status == 200)
            }
            print("two services: all of it seen \(over.duration(to: .now)) after the last append")
            try await districts.expectWhole(ledger)
            #expect(try await two.end().status == 0)
            await districts.store.close()
        }
    }

    @Test(
        "one is told to end in the middle of appends: they are answered and stored, and the other takes over at once",
        .longTimeLimit)
    func ended() async throws {
        try await withTestDatabase { database in
            let districts = try await ServedDistricts(database, count: 6)
            let program = Program(database)
            let (one, two) = (try await ServedProgram(program), try await ServedProgram(program))
            _ = try #require(
                try await districts.wait(.seconds(30), for: districts.areShared), "the districts are not shared")
            let ledger = ServedLedger()
            // Appends stand before the log when the signal comes.
            let gate = try await Gate(database, "log.event")
            let appends = districts.places.enumerated().map { number, place in
                let events = History.events(20, seed: 800 + UInt64(number), learners: 5)
                return Task {
                    let positions = await one.append(events, token: place.token)
                    if let positions { ledger.note(events, at: positions, in: place.log.district.tenant) }
                    return positions
                }
            }
            #expect(try await gate.visitor(of: one.running.processID))
            try await Task.sleep(for: .milliseconds(500))
            one.running.signal(SIGTERM)
            try await Task.sleep(for: .milliseconds(500))
            try await gate.open(isAnybodyKilled: false)
            for append in appends { #expect(await append.value?.count ?? 0 >= 20) }
            // Until here it has brought its tables up to date itself.
            let answered = ContinuousClock.now
            let outcome = try await one.running.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let after = try await districts.wait(.seconds(Checkpoint.leaseSeconds - 6)) { holders in
                holders.count == districts.places.count && Set(holders.values).count == 1
            }
            let took = answered.duration(to: .now)
            #expect(after != nil, "the other has not taken over after \(took)")
            print("two services: taken over \(took) after the last answer of the one that was told to end")
            try await districts.expectWhole(ledger)
            #expect(ledger.count >= 120)
            try await two.end()
            await districts.store.close()
        }
    }

    /// Appends to a district through one service and the other in turn, each call again until it is acknowledged.
    private static func write(
        _ place: ServedDistricts.Place, seed: UInt64, _ services: [ServedProgram], _ ledger: ServedLedger,
        until isOver: Over
    ) async {
        var source = History(seed: seed)
        var turn = Int(seed)
        while !isOver.isSet, !Task.isCancelled {
            let events = source.next()
            if events.isEmpty { continue }
            while !Task.isCancelled {
                turn += 1
                if let positions = await services[turn % services.count].append(events, token: place.token) {
                    ledger.note(events, at: positions, in: place.log.district.tenant)
                    break
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

private final class Over: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
