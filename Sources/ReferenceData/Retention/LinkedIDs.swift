import EventLog
import LearningRecord

/// Ids that are one person, by the links that the log holds to: nothing of a person goes by one id while another is in use.
struct LinkedIDs: Sendable {
    private var groups: [LearnerID: [LearnerID]] = [:]

    /// Reads the links that were not taken back.
    init(_ log: EventLog) async throws {
        let kinds: Set<EventKind> = [.identityLinked, .identityUnlinked, .correction]
        let histories = try await log.run { session in
            var linking: Set<LearnerID> = []
            try log.scan(session, LogPart(kinds: [.identityLinked])) { scanned in
                // Who cannot be read is nobody's second id that this program knows of.
                if case .event(let recorded) = scanned { linking.insert(recorded.event.learner) }
            }
            var histories: [LearnerID: [RecordedEvent]] = [:]
            try log.scan(session, learners: Array(linking)) { scanned in
                guard case .event(let recorded) = scanned, kinds.contains(recorded.event.kind) else { return }
                histories[recorded.event.learner, default: []].append(recorded)
            }
            return histories
        }
        for (learner, events) in histories {
            for other in Self.linked(events) { join(learner, other) }
        }
    }

    /// The ids of the person, this one among them.
    func of(_ learner: LearnerID) -> [LearnerID] { groups[learner] ?? [learner] }

    /// What a person's ids amount to together, for each id that has others.
    func merging(_ standings: [LearnerID: LearnerStanding]) -> [LearnerID: LearnerStanding] {
        var merged = standings
        for (learner, ids) in groups { merged[learner] = LearnerStanding(of: ids.map { standings[$0] ?? .unknown }) }
        return merged
    }

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

extension LearnerStanding {
    /// What the standings of a person's ids amount to: enrolled by any, gone since the last of them left.
    init(of standings: [LearnerStanding]) {
        var last: CalendarDate?
        for standing in standings {
            switch standing {
            case .enrolled:
                self = .enrolled
                return
            case .left(let day): last = max(last ?? day, day)
            case .unknown: break
            }
        }
        self = last.map { .left($0) } ?? .unknown
    }
}
