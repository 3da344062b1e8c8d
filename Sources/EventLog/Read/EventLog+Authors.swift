public import LearningRecord
import LibPQ

extension EventLog {
    /// The same events without the people who were erased among the authors of evidence: what is given out shows neither
    /// them nor the part that they had. Everybody else's facts and words stay.
    public func withoutErasedAuthors(_ events: [RecordedEvent]) async throws -> [RecordedEvent] {
        let authors = Set(events.flatMap { $0.event.coauthors.map(\.person) })
        if authors.isEmpty { return events }
        let tenant = district.tenant
        let erased = try await run { session in
            Set(
                try session.query(
                    """
                    select distinct learner from log.event where tenant = \(tenant) and learner = any(\(Array(authors)))
                       and kind in (21, 25) and kind = \(EventKind.learnerErased.rawValue)
                    """
                ).column(as: PersonID.self))
        }
        if erased.isEmpty { return events }
        return events.map { recorded in
            guard case .evidence(var facts) = recorded.event.facts else { return recorded }
            facts.authors.removeAll { erased.contains($0.person) }
            var recorded = recorded
            recorded.event.facts = .evidence(facts)
            return recorded
        }
    }
}

extension LearningEvent {
    /// Who had a part in a piece of evidence beside the learner; nobody where the event is of another kind.
    public var coauthors: [Evidence.Author] {
        guard case .evidence(let facts) = facts else { return [] }
        return facts.authors
    }
}
