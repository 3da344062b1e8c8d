public import LearningRecord
import LibPQ

extension EventLog {
    /// The requests to see a learner's record that nobody has answered yet, in the order in which they came in.
    /// - Throws: `EventLogError`.
    public func openRequests(of learner: LearnerID) async throws -> [RecordedEvent] {
        try await run { try openRequests($0, of: learner) }
    }

    /// The same of every id of the learner's person: each request says of which.
    /// - Throws: `EventLogError`.
    public func openRequests(ofPersonOf learner: LearnerID) async throws -> [RecordedEvent] {
        try await run { try openRequests($0, ofPersonOf: learner) }
    }

    /// The same, inside a session of the caller.
    func openRequests(_ session: Session, ofPersonOf learner: LearnerID) throws -> [RecordedEvent] {
        let tenant = district.tenant
        // Who is one person is only asked where anybody has ever asked to see a record.
        let isNone = try session.query("select from log.event where tenant = \(tenant) and kind in (26, 27) limit 1")
            .isEmpty
        if isNone { return [] }
        return try LinkedIDs(session, self).of(learner).flatMap { try openRequests(session, of: $0) }
            .sorted { $0.position < $1.position }
    }

    /// The same, inside a session of the caller.
    func openRequests(_ session: Session, of learner: LearnerID) throws -> [RecordedEvent] {
        let tenant = district.tenant
        let isNone = try session.query(
            "select from log.event where tenant = \(tenant) and learner = \(learner) and kind in (26, 27) limit 1"
        ).isEmpty
        if isNone { return [] }
        return Self.open(try read(session, learners: [learner])[learner] ?? [])
    }

    /// Everybody's requests, answered or not, with the answers: each learner's events of the two kinds that count.
    public func accessRequests() async throws -> [LearnerID: [RecordedEvent]] {
        let tenant = district.tenant
        return try await run { session in
            let learners = try session.query(
                "select distinct learner from log.event where tenant = \(tenant) and kind in (26, 27)"
            ).column(as: LearnerID.self)
            return try read(session, learners: learners).mapValues { events in
                Corrections.counting(events).filter {
                    $0.event.kind == .accessRequested || $0.event.kind == .accessAnswered
                }
            }
        }
    }

    /// Of one learner's events, in order, the requests that count and that no answer that counts speaks of.
    public static func open(_ events: [RecordedEvent]) -> [RecordedEvent] {
        let counting = Corrections.counting(events)
        var answered: Set<EventID> = []
        for recorded in counting {
            if case .accessAnswered(let answer) = recorded.event.facts { answered.insert(answer.request) }
        }
        return counting.filter { $0.event.kind == .accessRequested && !answered.contains($0.event.id) }
    }
}
