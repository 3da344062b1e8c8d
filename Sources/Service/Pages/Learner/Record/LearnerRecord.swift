import EventLog
import LearningRecord
import Projections

/// What a learner's log says, with the words that can be opened: for what a table does not hold, such as titles.
struct LearnerRecord: Sendable {
    /// Every event of the person up to the time that was asked for, in order of position.
    let events: [RecordedEvent]
    /// Which of them count.
    let status: [EventID: Corrections.Status]
    let people: RecordNames
    /// Whether there are words that cannot be opened for want of the master key.
    let isSealed: Bool
    private let byID: [EventID: Int]
    private let byPosition: [Int64: Int]

    /// Kinds whose words are a document of their own, and not to be opened for a glance.
    private static let documents: Set<EventKind> = [.transcriptIssued]

    /// Reads a record.
    /// - Parameters:
    ///   - ids: all ids of the learner today, where they are known.
    ///   - position: up to where in the log.
    /// - Throws: `EventLogError`.
    init(
        of learner: LearnerID, ids: [LearnerID]? = nil, in log: EventLog, upTo position: Int64 = .max
    ) async throws {
        let (read, isSealed) = try await Self.read(learner, position == .max ? ids : nil, in: log, upTo: position)
        let events = try await log.withoutErasedAuthors(read)
        let named = Self.named(events)
        async let people = RecordNames(named, in: log)
        self.events = events
        self.isSealed = isSealed
        status = Corrections.status(of: events)
        byID = Dictionary(events.indices.map { (events[$0].event.id, $0) }) { first, _ in first }
        byPosition = Dictionary(events.indices.map { (events[$0].position, $0) }) { first, _ in first }
        self.people = try await people
    }

    private static func read(
        _ learner: LearnerID, _ known: [LearnerID]?, in log: EventLog, upTo position: Int64
    ) async throws -> (events: [RecordedEvent], isSealed: Bool) {
        let identity = IdentityReader(log: log)
        let ids = if let known { known } else { try await identity.ids(of: learner, upTo: position) }
        if ids.count == 1 {
            return try await log.readOpened(learner: ids[0], upTo: position, leaving: documents)
        }
        var events = try await identity.history(of: learner, ids: ids, upTo: position)
        do {
            let words = try await log.words(
                at: events.filter { !documents.contains($0.event.kind) }.map(\.position))
            for index in events.indices { events[index].event.words = words[events[index].position] ?? [:] }
            return (events, false)
        } catch EventLogError.key(.noMasterKey) {
            return (events, true)
        }
    }

    /// Who said something in some events, or had a part in it.
    private static func named(_ events: [RecordedEvent]) -> Set<PersonID> {
        var named = Set(events.compactMap(\.event.assertedBy.person))
        for recorded in events {
            if let decider = recorded.event.facts.decider { named.insert(decider) }
            named.formUnion(recorded.event.coauthors.map(\.person))
        }
        return named
    }

    /// The events that count, in order of position, without corrections.
    var counting: [RecordedEvent] {
        events.filter { $0.event.kind != .correction && counts($0.event.id) }
    }

    /// Whether an event counts.
    func counts(_ id: EventID) -> Bool { status[id] ?? .counts == .counts }

    subscript(id: EventID) -> RecordedEvent? { byID[id].map { events[$0] } }
    subscript(position: Int64) -> RecordedEvent? { byPosition[position].map { events[$0] } }

    /// When the words of this record were destroyed, if they were.
    var wordsDestroyed: Instant? {
        events.last { $0.event.kind == .wordsDestroyed || $0.event.kind == .learnerErased }?.event.occurredAt
    }
}

extension Facts {
    /// Who decided, where it is a decision.
    var decider: PersonID? {
        switch self {
        case .mastery(let facts): facts.decider.person
        case .masteryRevised(let facts): facts.decider.person
        default: nil
        }
    }

    /// The competencies that an event speaks of.
    var competenciesNamed: Set<CompetencyID> {
        switch self {
        case .attempt(let facts): Set(facts.competencies)
        case .evidence(let facts): Set(facts.claims.map(\.competency))
        case .mastery(let facts): [facts.competency]
        case .masteryRevised(let facts): [facts.competency]
        case .goalSet(let facts): [facts.competency]
        case .selfAssessed(let facts): [facts.competency]
        case .voiceHeard(let facts): [facts.competency]
        case .enrichmentOffered(let facts): Set([facts.competency].compactMap(\.self))
        case .supportRequested(let facts): Set([facts.competency].compactMap(\.self))
        case .supportProvided(let facts): Set([facts.competency].compactMap(\.self))
        default: []
        }
    }
}
