import LearningRecord
import LibPQ

/// A call of the append function, checked, sealed and encoded: nothing is left to do but to send it.
struct PreparedAppend: Sendable {
    /// For each event of the caller the place of the event that is sent: repeats inside the call are sent once.
    let places: [Int]
    let count: Int
    fileprivate let encoder: EventEncoder
    fileprivate let expectLearners: [LearnerID]
    fileprivate let expectPositions: [Int64]
    fileprivate let requireEvents: [EventID]
    fileprivate let requireLearners: [LearnerID]
    fileprivate let sealedFor: [LearnerID]

    /// - Parameter keys: a key for every learner with words.
    init(
        _ events: [LearningEvent], expecting: [LearnerID: Int64], keys: [LearnerID: LearnerKey]
    ) throws {
        var encoder = EventEncoder(expected: events.count)
        var places: [Int] = []
        places.reserveCapacity(events.count)
        var seen: [EventID: (place: Int, index: Int)] = [:]
        seen.reserveCapacity(events.count)
        var requireEvents: [EventID] = []
        var requireLearners: [LearnerID] = []
        var sealedFor: Set<LearnerID> = []
        let inCall = events.contains { $0.kind == .correction } ? Set(events.map(\.id)) : []
        for (index, event) in events.enumerated() {
            if let (place, first) = seen[event.id] {
                guard events[first] == event else { throw EventLogError.repeatedID(event.id) }
                places.append(place)
                continue
            }
            do throws(RecordError) {
                try event.check()
            } catch {
                throw EventLogError.invalid(index: index, error)
            }
            let place = seen.count
            seen[event.id] = (place, index)
            places.append(place)
            for reference in event.facts.requiredReferences {
                // Corrections only look back: what they name has a position before theirs.
                guard seen[reference] != nil || !inCall.contains(reference) else {
                    throw EventLogError.invalid(
                        index: index,
                        RecordError(.invalidValue, at: "facts", "names \(reference), which comes later in the call"))
                }
                requireEvents.append(reference)
                requireLearners.append(event.learner)
            }
            var sealed: [UInt8]?
            if !event.words.isEmpty {
                guard let key = keys[event.learner] else { throw EventLogError.erased(event.learner) }
                sealed = try key.seal(PackedJSON.pack(event.words.json), of: event.id)
                sealedFor.insert(event.learner)
            }
            encoder.add(event, sealedWords: sealed)
        }
        self.places = places
        self.count = seen.count
        self.encoder = encoder
        self.expectLearners = Array(expecting.keys)
        self.expectPositions = expectLearners.map { expecting[$0] ?? 0 }
        self.requireEvents = requireEvents
        self.requireLearners = requireLearners
        self.sealedFor = Array(sealedFor)
    }

    /// Calls the append function; whatever transaction is open stays open, with the district's order locked.
    /// - Parameter inputType: the number of `log.event_input` in this database.
    func send(_ session: Session, tenant: Int32, inputType: UInt32) throws -> AppendReceipt {
        let row = try session.query(
            """
            select first_position, recorded_at, positions from log.append(
                \(tenant), \(encoder.parameter(type: inputType))::log.event_input[],
                \(expectLearners), \(expectPositions), \(requireEvents), \(requireLearners), \(sealedFor))
            """
        ).first
        guard let row else { return AppendReceipt(positions: [], firstNew: 0, recordedAt: Instant(microseconds: 0)) }
        let first = try row[0, as: Int64.self]
        let positions = try row[2, as: [Int64]?.self]
        return AppendReceipt(
            positions: places.map { positions?[$0] ?? first + Int64($0) }, firstNew: first,
            recordedAt: try row[1, as: Instant.self])
    }
}

extension Facts {
    /// Events that must be in the same learner's record before this one.
    fileprivate var requiredReferences: [EventID] {
        guard case .correction(let correction) = self else { return [] }
        return [correction.corrects] + (correction.replacement.map { [$0] } ?? [])
    }
}
