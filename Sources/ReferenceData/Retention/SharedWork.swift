public import EventLog
public import LearningRecord
import LibPQ

/// Evidence that several learners have a part in, where one of them is to be erased.
public enum SharedWork {
    /// What others would lose with a learner's words: evidence that they made or contributed to, of which they have no
    /// evidence of their own (of the same `work`).
    /// - Returns: how many pieces of evidence, and whose they are as well.
    /// - Throws: `EventLogError`.
    public static func lost(
        with learner: LearnerID, in log: EventLog
    ) async throws -> (evidence: Int, people: Set<PersonID>) {
        let events = Corrections.counting(try await log.read(learner: learner))
        let shared = try await log.withoutErasedAuthors(events).filter { !authors(of: $0.event).isEmpty }
        let others = Set(shared.flatMap { authors(of: $0.event) })
        var own: Set<Own> = []
        for (person, record) in try await log.read(learners: Array(others)) {
            for recorded in Corrections.counting(record) {
                guard case .evidence(let facts) = recorded.event.facts, let work = facts.work else { continue }
                own.insert(Own(person: person, work: work))
            }
        }
        var count = 0
        var people: Set<PersonID> = []
        for recorded in shared {
            guard case .evidence(let facts) = recorded.event.facts else { continue }
            let losers = authors(of: recorded.event).filter { person in
                facts.work.map { !own.contains(Own(person: person, work: $0)) } ?? true
            }
            if losers.isEmpty { continue }
            count += 1
            people.formUnion(losers)
        }
        return (count, people)
    }

    private struct Own: Hashable {
        var person: PersonID
        var work: WorkID
    }

    /// Those who made it or contributed to it; who observed or assessed loses nothing.
    private static func authors(of event: LearningEvent) -> [PersonID] {
        event.coauthors.filter { $0.part == .made || $0.part == .contributed }.map(\.person)
    }
}
