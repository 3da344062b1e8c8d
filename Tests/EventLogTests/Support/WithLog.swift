import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport

/// A database of its own with one district, and everything a test of the log needs.
struct LogFixture: Sendable {
    let database: TestDatabase
    let store: Store
    let district: District
    let log: EventLog

    /// Runs as the superuser of the test's server.
    func asAdministrator<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        let connection = try await Connection.connect(database.options)
        do {
            let value = try await connection.run(body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}

let testMasterKey = MasterKey(bytes: Array(repeating: 7, count: 32))

func withLog(
    connections: Int = 4, master: MasterKey? = testMasterKey, _ body: @Sendable (LogFixture) async throws -> Void
) async throws {
    try await withTestDatabase { database in
        let store = Store(pool: Pool(Store.options(database.options), size: connections), master: master)
        do {
            let district = try await store.createDistrict(named: "North")
            try await body(
                LogFixture(database: database, store: store, district: district, log: store.log(of: district)))
            await store.close()
        } catch {
            await store.close()
            throw error
        }
    }
}

/// Events made from a seed.
struct EventMaker {
    var random: SeededGenerator
    let learners: [LearnerID]

    init(seed: UInt64, learners: Int = 5) {
        var random = SeededGenerator(seed: seed)
        self.learners = (0..<learners).map { _ in LearnerID(uuid(&random)) }
        self.random = random
    }

    mutating func next(_ count: Int = 1, words: Bool = true) -> [LearningEvent] {
        (0..<count).map { _ in attempt(words: words) }
    }

    mutating func attempt(of learner: LearnerID? = nil, words: Bool = true) -> LearningEvent {
        let learner = learner ?? learners[Int.random(in: learners.indices, using: &random)]
        let outcome = Attempt.Outcome.allCases.randomElement(using: &random) ?? .unjudged
        return LearningEvent(
            id: EventID(uuid(&random)), learner: learner,
            occurredAt: Instant(
                microseconds: Int64.random(in: 1_600_000_000_000_000...1_900_000_000_000_000, using: &random)),
            assertedBy: Assertion(person: learners[0], role: .teacher), school: SchoolID(uuid(&random)),
            facts: .attempt(
                Attempt(task: label("task"), competencies: [CompetencyID(uuid(&random))], outcome: outcome)),
            words: words ? ["feedback": "Feedback number \(UInt16.random(in: 0 ... .max, using: &random))"] : [:])
    }

    mutating func correction(of event: LearningEvent) -> LearningEvent {
        LearningEvent(
            id: EventID(uuid(&random)), learner: event.learner, occurredAt: event.occurredAt,
            assertedBy: Assertion(role: .system), facts: .correction(Correction(voiding: event.id)),
            words: ["reason": "entered twice"])
    }
}

func uuid(_ random: inout SeededGenerator) -> UUID {
    let halves = (random.next() as UInt64, random.next() as UInt64)
    return withUnsafeBytes(of: halves) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
}

func label(_ text: String) -> Label {
    guard let label = Label(text) else { fatalError("a test's label is wrong: \(text)") }
    return label
}
