import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import Synchronization
import TestSupport
import Testing

@Suite("A reactor")
struct ReactorTests {
    /// Notes what it is asked to do, and fails where it is told to.
    private final class Noting: Reactor {
        let name = "noting"
        let kinds: Set<EventKind> = [.evidence, .mastery]
        private let keys = Mutex<[String]>([])
        private let failing = Mutex<Set<String>>([])

        func count(of event: RecordedEvent) -> Int { event.event.kind == .mastery ? 2 : 1 }

        func perform(_ effect: Effect) async throws {
            keys.withLock { $0.append(effect.key) }
            if failing.withLock({ $0.contains(effect.key) }) { throw CocoaError(.fileNoSuchFile) }
        }

        func fail(_ keys: Set<String>) { failing.withLock { $0 = keys } }
        var done: [String] { keys.withLock { $0 } }
    }

    private static func keys(_ district: SmallDistrict, after position: Int64) async throws -> [String] {
        let id = district.log.district.id.uuidString.lowercased()
        return try await district.log.read(after: position, limit: .max).flatMap { recorded in
            let count = [EventKind.evidence: 1, .mastery: 2][recorded.event.kind] ?? 0
            return (0..<count).map { "\(id)/noting/\(recorded.position)/\($0)" }
        }
    }

    @Test("begins at its first day, and does each effect of what comes then once, in order, whoever runs it")
    func once() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 801, count: 30)], seed: 1)
            let noting = Noting()
            let first = try await district.log.head()
            #expect(try await Reacting(log: district.log, reactor: noting).react().position == first)
            #expect(noting.done.isEmpty)
            for round in 0..<3 {
                try await district.append([try RandomHistory(seed: UInt64(810 + round), count: 40)], seed: 2)
                async let one = Reacting(log: district.log, reactor: noting).react()
                async let other = Reacting(log: district.log, reactor: noting).react()
                _ = try await (one, other)
            }
            let standing = try await Reacting(log: district.log, reactor: noting).react()
            #expect(standing.due == 0 && standing.error == nil)
            let expected = try await Self.keys(district, after: first)
            #expect(!expected.isEmpty)
            #expect(noting.done == expected)
        }
    }

    @Test("does nothing because a projection is rebuilt, caught up or tried again")
    func rebuildsSendNothing() async throws {
        try await SmallDistrict.with { district in
            let noting = Noting()
            let reacting = Reacting(log: district.log, reactor: noting)
            try await reacting.react()
            try await district.append([try RandomHistory(seed: 821, count: 40)], seed: 1)
            try await reacting.react()
            let done = noting.done
            #expect(!done.isEmpty)
            try await district.projector.catchUp()
            for name in ProjectionCatalogue.names { _ = try await Rebuild(store: district.store).run(name) }
            _ = try await Rebuild(store: district.store).back("continuum")
            try await district.projector.retry()
            try await reacting.react()
            #expect(noting.done == done)
        }
    }

    @Test("that fails at one effect notes why, goes on with the others, and tries that one again with the same key")
    func failing() async throws {
        try await SmallDistrict.with { district in
            let noting = Noting()
            let reacting = Reacting(log: district.log, reactor: noting)
            try await reacting.react()
            try await district.append([try RandomHistory(seed: 831, count: 40)], seed: 1)
            let keys = try await Self.keys(district, after: 0)
            let bad = try #require(keys.first)
            noting.fail([bad])
            let standing = try await reacting.react()
            #expect(standing.failing == 1 && standing.due == 1 && standing.error != nil)
            #expect(Set(noting.done) == Set(keys))
            // Not at once again…
            let tried = noting.done.count
            try await reacting.react()
            #expect(noting.done.count <= tried + 1)
            noting.fail([])
            _ = try await district.administer {
                try $0.execute("update proj.effect set due_at = '-infinity' where done_at is null")
            }
            #expect(try await reacting.react().due == 0)
            #expect(noting.done.last == bad)
        }
    }

    @Test("that died between a deed and the note of it does it again with the same key, and nothing else twice")
    func crashed() async throws {
        try await SmallDistrict.with { district in
            let noting = Noting()
            let reacting = Reacting(log: district.log, reactor: noting)
            try await reacting.react()
            try await district.append([try RandomHistory(seed: 841, count: 40)], seed: 1)
            try await reacting.react()
            let done = noting.done
            let last = try #require(done.last)
            // The note of the last deed is lost, as when the process dies before it.
            _ = try await district.administer { session in
                try session.execute(
                    """
                    update proj.effect set done_at = null, attempts = 0, due_at = '-infinity'
                    where (position, ordinal) = (select position, ordinal from proj.effect
                                                 order by position desc, ordinal desc limit 1)
                    """)
            }
            try await Reacting(log: district.log, reactor: noting).react()
            #expect(noting.done == done + [last])
        }
    }
}
