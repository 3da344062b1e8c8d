import EventLog
import LearningRecord
import LibPQ

/// Whether somebody may assert what they send, and as whom. A system says who asserted an event; a person asserts it
/// themselves, in the part that they have towards the learner.
struct Asserting: Sendable {
    let visit: Visit

    /// The events as they go in.
    /// - Throws: ``Problem`` where one of them is not the caller's to record, `EventLogError`.
    func allowed(_ events: [LearningEvent]) async throws -> [LearningEvent] {
        let principal = try visit.someone()
        guard let account = principal.account else { return try checkedOfSystem(events) }
        let log = try visit.log()
        let authority = Authority(log: log)
        var kinds: [LearnerID: Set<EventKind>] = [:]
        for event in events { kinds[event.learner, default: []].insert(event.kind) }
        var parts: [LearnerID: Role] = [:]
        for (learner, kinds) in kinds {
            guard let basis = try await authority.basis(of: principal, recording: kinds, of: learner),
                let relationship = basis.relationship
            else { throw Self.refusal(kinds, events) }
            parts[learner] = relationship.role
            guard events.allSatisfy({ $0.learner != learner || Recording.isOpen($0.facts, to: relationship) }) else {
                throw Problem(
                    .forbidden,
                    """
                    A request for a transcript is answered by the registrar, and taken back by the learner or the family \
                    ("answer": "withdrawn"); nothing was stored.
                    """)
            }
        }
        try await checkCorrections(events, by: account, parts, log)
        return events.map { event in
            var event = event
            event.assertedBy = Assertion(person: account.asserting, role: parts[event.learner] ?? .learner)
            return event
        }
    }

    private func checkedOfSystem(_ events: [LearningEvent]) throws -> [LearningEvent] {
        for event in events where !Recording.isOpen(event.kind, to: .system) {
            throw Self.refusal([event.kind], events)
        }
        return events
    }

    /// What somebody said is theirs to correct; what others said, the registrar's.
    private func checkCorrections(
        _ events: [LearningEvent], by account: Account, _ parts: [LearnerID: Role], _ log: EventLog
    ) async throws {
        let corrected = events.compactMap { event -> EventID? in
            guard case .correction(let correction) = event.facts, parts[event.learner] != .registrar else { return nil }
            return correction.corrects
        }
        guard !corrected.isEmpty else { return }
        let (tenant, me) = (log.district.tenant, account.asserting)
        let own = try await log.run { session in
            try session.query(
                """
                select count(*) from log.event
                 where tenant = \(tenant) and event_id = any(\(corrected)) and asserted_by = \(me)
                """
            ).single(as: Int64.self)
        }
        guard own == Int64(Set(corrected).count) else {
            throw Problem(.forbidden, "A correction is for whoever said it, or for the registrar.")
        }
    }

    private static func refusal(_ kinds: Set<EventKind>, _ events: [LearningEvent]) -> Problem {
        let names = kinds.map(\.name).sorted().joined(separator: ", ")
        return Problem(
            .notFound,
            "There is no learner of whom you may record this (\(names)), or it is not yours to record; nothing was stored."
        )
    }
}
