import EventLog
import Foundation
import LearningRecord
import LibPQ
import PrivateCluster
import Projections
import Schema
import Synchronization
import TestSupport
import Testing

/// The server is killed again and again under writers and projections: what was acknowledged must be there.
@Suite("A server that is killed", .serialized)
struct ServerKillTests {
    static let rounds = 10
    static let writers = 4

    @Test(
        "ten kills: acknowledged is stored, without a gap, and projections equal a fresh rebuild",
        .longTimeLimit)
    func kill() async throws {
        let home = "/tmp/waymark-kill-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: home) }
        // Durable as the product's own cluster is; only smaller.
        let cluster = PrivateCluster(
            home: home, settings: ["shared_buffers": "64MB", "max_wal_size": "256MB", "min_wal_size": "64MB"])
        try await cluster.start()
        let options = ConnectionOptions(cluster.keywords)
        do {
            try await Migrator(options).migrate()
            let store = Store(pool: Pool(Store.options(options), size: Self.writers + 2), master: Self.master)
            let log = store.log(of: try await store.createDistrict(named: "North"))
            try await torment(cluster, log)
            await store.close()
        } catch {
            _ = try? await cluster.reset()
            throw error
        }
        try await cluster.reset()
    }

    private static let master = MasterKey(bytes: Array(repeating: 7, count: 32))

    private func torment(_ cluster: PrivateCluster, _ log: EventLog) async throws {
        let acknowledged = Ledger()
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writers {
                group.addTask { await Self.write(as: writer, to: log, until: isOver, into: acknowledged) }
            }
            group.addTask {
                while !isOver.isSet {
                    // Whatever it meets, it tries again; at the end it must have come through.
                    _ = try? await Projector(log: log).catchUp()
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
            group.addTask {
                defer { isOver.set() }
                var random = SeededGenerator(seed: 4711)
                for _ in 0..<Self.rounds {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 150...700, using: &random)))
                    try await cluster.kill9()
                    try await cluster.start()
                }
                try await Task.sleep(for: .milliseconds(300))
            }
            try await group.waitForAll()
        }
        let known = acknowledged.entries
        #expect(known.count > Self.rounds * Self.writers, "hardly anything was written: \(known.count)")
        let head = try await log.head()
        let verification = try await log.verify()
        #expect(verification == .intact(events: head))
        let stored = try await log.read(after: 0, limit: .max)
        #expect(stored.map(\.position) == Array(1...head))
        #expect(Set(stored.map(\.event.id)).count == stored.count)
        let positions = Dictionary(uniqueKeysWithValues: stored.map { ($0.event.id, $0.position) })
        for (id, position) in known { #expect(positions[id] == position) }
        let statuses = try await Projector(log: log).catchUp()
        #expect(statuses.allSatisfy { $0.lag == 0 && $0.position == head })
        for projection in Set(statuses.map(\.projection)) {
            // A rebuild with the same fold proves each district's rows equal to the live ones, or throws.
            let report = try await Rebuild(store: log.store).run(projection)
            #expect(report.proven == ["North"])
        }
    }

    /// Appends batch after batch, each repeated until it is acknowledged.
    private static func write(as number: Int, to log: EventLog, until isOver: Flag, into ledger: Ledger) async {
        var source = History(seed: UInt64(number) + 900)
        while !isOver.isSet {
            let batch = source.next()
            while true {
                if let receipt = try? await log.append(batch) {
                    for (event, position) in zip(batch, receipt.positions) { ledger.note(event.id, at: position) }
                    break
                }
                try? await Task.sleep(for: .milliseconds(30))
            }
        }
    }
}

/// What was acknowledged; a retry must be told the same position.
private final class Ledger: Sendable {
    private let positions = Mutex<[EventID: Int64]>([:])

    func note(_ id: EventID, at position: Int64) {
        positions.withLock { $0[id] = position }
    }

    var entries: [EventID: Int64] { positions.withLock { $0 } }
}

private final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
