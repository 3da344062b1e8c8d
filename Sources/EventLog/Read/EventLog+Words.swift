public import LearningRecord
import LibPQ

extension EventLog {
    /// The words of the events at `positions`, opened. An event without words, whose learner was erased, or whose words
    /// came here without their key, is not in the answer.
    /// - Throws: `EventLogError.key` when the master key is missing or wrong, or sealed words were changed.
    public func words(at positions: [Int64]) async throws -> [Int64: Words] {
        let tenant = district.tenant
        let sealed = try await run { session in
            try session.query(
                """
                select position, kind, event_id, learner, words from log.event
                where tenant = \(tenant) and position = any(\(positions)) and words is not null
                  and position > coalesce((select a.sealed_up_to from log.arrival a
                                            where a.tenant = \(tenant) and not a.abandoned), 0)
                """
            ).map { row in
                Sealed(
                    position: try row[0, as: Int64.self], kind: try row[1, as: Int16.self],
                    event: try row[2, as: EventID.self], learner: try row[3, as: LearnerID.self],
                    words: try row[4, as: [UInt8].self])
            }
        }
        if sealed.isEmpty { return [:] }
        let keys = try await EventLogError.translating {
            try await keyring.existingKeys(of: Set(sealed.map(\.learner)), in: store.pool)
        }
        var opened: [Int64: Words] = [:]
        for item in sealed {
            guard let key = keys[item.learner] else { continue }
            opened[item.position] = try item.open(with: key)
        }
        return opened
    }

    /// Every event of a learner up to a position, in order, with the words that can be opened: events and words in one
    /// reading, and then the key, where there are words.
    /// - Parameters:
    ///   - position: up to where in the log.
    ///   - documents: kinds whose words are left closed.
    /// - Returns: the events, and whether there are words that cannot be opened for want of the master key.
    /// - Throws: `EventLogError.key` when the master key is wrong, or sealed words were changed.
    public func readOpened(
        learner: LearnerID, upTo position: Int64 = .max, leaving documents: Set<EventKind> = []
    ) async throws -> (events: [RecordedEvent], isSealed: Bool) {
        let statement = stream(of: learner, upTo: position, leaving: documents)
        // Nearly every learner has words, so the key is asked for at the same time.
        async let asked = existingKey(of: learner)
        var (events, sealed) = try await run { session in
            var events: [RecordedEvent] = []
            var sealed: [(index: Int, words: Sealed)] = []
            try session.query(statement).forEachBinary { row in
                let recorded = try EventRow.scanned(row).readable()
                if !row.isNull(at: EventRow.words) {
                    let words = Array(row.bytes(at: EventRow.words))
                    sealed.append((events.count, Sealed(recorded, words)))
                }
                events.append(recorded)
            }
            return (events, sealed)
        }
        if sealed.isEmpty { return (events, false) }
        do {
            guard let key = try await asked.get() else { return (events, false) }
            for (index, words) in sealed { events[index].event.words = try words.open(with: key) }
            return (events, false)
        } catch EventLogError.key(.noMasterKey) {
            return (events, true)
        }
    }

    /// A learner's key, if there is one; what keeps it from being read matters only where there is something to open.
    private func existingKey(of learner: LearnerID) async -> Result<LearnerKey?, any Error> {
        do {
            return .success(
                try await EventLogError.translating {
                    try await keyring.existingKeys(of: [learner], in: store.pool)[learner]
                })
        } catch {
            return .failure(error)
        }
    }

    /// The same events with their words, where they can still be opened.
    public func open(_ events: [RecordedEvent]) async throws -> [RecordedEvent] {
        let words = try await words(at: events.map(\.position))
        return events.map { event in
            var event = event
            event.event.words = words[event.position] ?? [:]
            return event
        }
    }
}

/// Words as they are stored.
private struct Sealed: Sendable {
    let position: Int64
    let kind: Int16
    let event: EventID
    let learner: LearnerID
    let words: [UInt8]

    init(position: Int64, kind: Int16, event: EventID, learner: LearnerID, words: [UInt8]) {
        (self.position, self.kind, self.event, self.learner, self.words) = (position, kind, event, learner, words)
    }

    init(_ recorded: RecordedEvent, _ words: [UInt8]) {
        self.init(
            position: recorded.position, kind: recorded.event.kind.rawValue, event: recorded.event.id,
            learner: recorded.event.learner, words: words)
    }

    func open(with key: LearnerKey) throws -> Words {
        do {
            let bytes = try key.open(words, of: event)
            guard let kind = EventKind(rawValue: kind), let object = PackedJSON.unpack(bytes) else {
                throw EventLogError.key(.damaged(what: "the words of event \(event)"))
            }
            return try Words(object, of: kind)
        } catch let error as KeyError {
            throw EventLogError.key(error)
        } catch let error as RecordError {
            throw EventLogError.damaged(position: position, error)
        }
    }
}
