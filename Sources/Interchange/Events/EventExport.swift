public import EventLog
public import LearningRecord

/// Writes the events of a district, or of one learner, as JSON Lines in the order of the log: the JSON form of the
/// event catalogue, with `position` and `recordedAt`, and with the words where they can still be opened.
/// ``EventImport`` reads it again.
public struct EventExport: Sendable {
    private let log: EventLog

    /// Events that are held in memory at once.
    private static let batch = 5_000

    /// An export from the log of a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// Writes events up to a position (the newest, if none is given); answers how many.
    /// - Parameters:
    ///   - learner: only this learner's events.
    ///   - hasWords: whether the words are opened; without, they are left out.
    ///   - write: takes lines, each with its end.
    /// - Throws: `EventLogError`, among them those of a missing or wrong key; and what `write` throws.
    @discardableResult
    public func write(
        learner: LearnerID? = nil, upTo last: Int64? = nil, hasWords: Bool = true, to write: ([UInt8]) throws -> Void
    ) async throws -> Int64 {
        if let learner {
            let events = try await log.read(learner: learner, upTo: last ?? .max)
            var rest = events[...]
            while !rest.isEmpty {
                try await self.write(Array(rest.prefix(Self.batch)), hasWords, to: write)
                rest = rest.dropFirst(Self.batch)
            }
            return Int64(events.count)
        }
        let end = if let last { last } else { try await log.head() }
        var position: Int64 = 0
        var count: Int64 = 0
        while position < end {
            try Task.checkCancellation()
            let limit = Int(min(Int64(Self.batch), end - position))
            let events = try await log.read(after: position, limit: limit)
            guard let newest = events.last else { break }
            try await self.write(events, hasWords, to: write)
            position = newest.position
            count += Int64(events.count)
        }
        return count
    }

    private func write(_ events: [RecordedEvent], _ hasWords: Bool, to write: ([UInt8]) throws -> Void) async throws {
        let named = try await log.withoutErasedAuthors(events)
        let events = hasWords ? try await log.open(named) : named
        var bytes: [UInt8] = []
        for event in events {
            JSONWriter.write(event.json, into: &bytes)
            bytes.append(0x0A)
        }
        try write(bytes)
    }
}
