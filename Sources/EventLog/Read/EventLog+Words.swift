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
