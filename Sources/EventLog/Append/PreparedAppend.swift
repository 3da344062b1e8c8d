import LearningRecord
import LibPQ

/// A call of the append function, checked, sealed and encoded: nothing is left to do but to send it.
struct PreparedAppend: Sendable {
    /// For each event of the caller the place of the event that is sent: repeats inside the call are sent once.
    private(set) var places: [Int] = []
    /// The events that are sent.
    private(set) var ids: Set<EventID> = []
    private var encoder: EventEncoder
    private var expectLearners: [LearnerID] = []
    private var expectPositions: [Int64] = []
    private var requireEvents: [EventID] = []
    private var requireLearners: [LearnerID] = []
    private var sealedFor: Set<LearnerID> = []

    /// - Parameter keys: a key for every learner with words.
    /// - Throws: `EventLogError` for the first event that no log takes.
    init(
        _ events: ArraySlice<LearningEvent>, expecting: [LearnerID: Int64] = [:], keys: [LearnerID: LearnerKey]
    ) throws {
        encoder = EventEncoder(expected: events.count)
        places.reserveCapacity(events.count)
        ids.reserveCapacity(events.count)
        var inCall: Set<EventID>?
        for index in events.indices {
            if inCall == nil, case .correction = events[index].facts { inCall = Set(events.map(\.id)) }
            try add(events[index], at: index, of: events, with: inCall ?? [], keys: keys)
        }
        expectLearners = Array(expecting.keys)
        expectPositions = expectLearners.map { expecting[$0] ?? 0 }
    }

    /// - Parameter inCall: every event of the call, where one of them is a correction.
    private mutating func add(
        _ event: LearningEvent, at index: Int, of events: ArraySlice<LearningEvent>, with inCall: Set<EventID>,
        keys: [LearnerID: LearnerKey]
    ) throws {
        guard ids.insert(event.id).inserted else {
            let first = events.firstIndex { $0.id == event.id } ?? index
            guard events[first] == event else { throw EventLogError.repeatedID(event.id) }
            places.append(places[first - events.startIndex])
            return
        }
        do throws(RecordError) {
            try event.check()
            if case .correction(let correction) = event.facts {
                try require(correction.references, for: event, with: inCall)
            }
        } catch {
            throw EventLogError.invalid(index: index - events.startIndex, error)
        }
        places.append(ids.count - 1)
        var sealed: [UInt8]?
        if !event.words.isEmpty {
            guard let key = keys[event.learner] else { throw EventLogError.erased(event.learner) }
            sealed = try key.seal(PackedJSON.pack(event.words.json), of: event.id)
            sealedFor.insert(event.learner)
        }
        encoder.add(event, sealedWords: sealed)
    }

    /// Corrections only look back: what they name has a position before theirs.
    private mutating func require(
        _ references: [EventID], for event: LearningEvent, with inCall: Set<EventID>
    ) throws(RecordError) {
        for reference in references {
            let isBefore = reference != event.id && ids.contains(reference)
            guard isBefore || !inCall.contains(reference) else {
                throw RecordError(.invalidValue, at: "facts", "names \(reference), which comes later in the call")
            }
            requireEvents.append(reference)
            requireLearners.append(event.learner)
        }
    }

    /// Takes another call's events after its own, so that both are one call. False, and nothing is taken, where that
    /// would not be the same: an event stands in both, or one of these corrects one of those.
    mutating func join(_ other: PreparedAppend) -> Bool {
        guard ids.isDisjoint(with: other.ids), !requireEvents.contains(where: other.ids.contains) else { return false }
        let count = ids.count
        places += other.places.map { $0 + count }
        ids.formUnion(other.ids)
        encoder.add(other.encoder)
        expectLearners += other.expectLearners
        expectPositions += other.expectPositions
        requireEvents += other.requireEvents
        requireLearners += other.requireLearners
        sealedFor.formUnion(other.sealedFor)
        return true
    }

    /// Calls the append function; whatever transaction is open stays open, with the district's order locked.
    /// - Parameter inputType: the number of `log.event_input` in this database.
    func send(_ session: Session, tenant: Int32, inputType: UInt32) throws(PostgresError) -> AppendReceipt {
        try receipt(from: session.query(statement(tenant: tenant, inputType: inputType)))
    }

    /// The call of the append function.
    /// - Parameter inputType: the number of `log.event_input` in this database.
    func statement(tenant: Int32, inputType: UInt32) -> SQL {
        """
        select first_position, recorded_at, positions from log.append(
            \(tenant), \(encoder.parameter(type: inputType))::log.event_input[],
            \(expectLearners), \(expectPositions), \(requireEvents), \(requireLearners), \(Array(sealedFor)))
        """
    }

    /// What the append function answered.
    func receipt(from rows: Rows) throws(PostgresError) -> AppendReceipt {
        guard let row = rows.first else {
            return AppendReceipt(positions: [], firstNew: 0, recordedAt: Instant(microseconds: 0))
        }
        let first = try row[0, as: Int64.self]
        let positions = try row[2, as: [Int64]?.self]
        return AppendReceipt(
            positions: places.map { positions?[$0] ?? first + Int64($0) }, firstNew: first,
            recordedAt: try row[1, as: Instant.self])
    }
}

extension Correction {
    /// Events that must be in the same learner's record before this one.
    fileprivate var references: [EventID] {
        [corrects] + (replacement.map { [$0] } ?? [])
    }
}
