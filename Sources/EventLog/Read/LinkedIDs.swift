public import LearningRecord
import LibPQ

/// Ids that are one person, by the links that the log holds to: nothing of a person goes by one id while another is in
/// use, or while somebody waits to see what stands under another.
///
/// Read from the log, not from a projection, so that nothing depends on how far tables have come. An id that was erased
/// stays in its person here: what is kept because of it is kept for too long rather than too short.
public struct LinkedIDs: Sendable {
    /// Each id that has others, with all ids of its person.
    public private(set) var groups: [LearnerID: [LearnerID]] = [:]

    /// Reads the links that were not taken back.
    /// - Throws: `EventLogError`.
    public init(_ log: EventLog) async throws {
        self = try await log.run { try LinkedIDs($0, log) }
    }

    /// The same, inside a session of the caller.
    init(_ session: Session, _ log: EventLog) throws {
        let kinds: Set<EventKind> = [.identityLinked, .identityUnlinked, .correction]
        let tenant = log.district.tenant
        // By an index that holds nothing else.
        let linking = try session.query(
            "select distinct learner from log.event where tenant = \(tenant) and kind in (23, 24)"
        ).column(as: LearnerID.self)
        var histories: [LearnerID: [RecordedEvent]] = [:]
        try log.scan(session, learners: linking) { scanned in
            // What cannot be read links nobody that this program knows of.
            guard case .event(let recorded) = scanned, kinds.contains(recorded.event.kind) else { return }
            histories[recorded.event.learner, default: []].append(recorded)
        }
        for (learner, events) in histories {
            for other in Self.linked(events) { join(learner, other) }
        }
    }

    /// The ids of the person, this one among them.
    public func of(_ learner: LearnerID) -> [LearnerID] { groups[learner] ?? [learner] }

    private mutating func join(_ one: LearnerID, _ other: LearnerID) {
        let ids = Array(Set(of(one)).union(of(other)))
        for id in ids { groups[id] = ids }
    }

    /// The ids to which one learner's links lead.
    private static func linked(_ events: [RecordedEvent]) -> [LearnerID] {
        var links: [EventID: LearnerID] = [:]
        var unlinked: Set<EventID> = []
        for recorded in Corrections.counting(events) {
            switch recorded.event.facts {
            case .identityLinked(let facts): links[recorded.event.id] = facts.other
            case .identityUnlinked(let facts): unlinked.insert(facts.link)
            default: break
            }
        }
        return links.filter { !unlinked.contains($0.key) }.map(\.value)
    }
}
