import EventLog
import LearningRecord
import LibPQ

/// Loads shards into the bare tables of builds: their events are gathered in one pass over the log, folded some learners at
/// a time, and what they make is copied in together with the position, so that a shard is loaded or not.
///
/// Builds of several projections are loaded in the same pass where they stand in front of the same shards.
struct Loader: Sendable {
    let log: EventLog
    /// A part for each build. All of them have the same shards, at position 0.
    private let parts: [any LoadPart]

    /// Events that are gathered at once, about: each is some 220 bytes of memory.
    static let eventsAtOnce: Int64 = 1_250_000

    init(log: EventLog, _ parts: [any LoadPart]) {
        self.log = log
        self.parts = parts
    }

    /// How many of so many shards are loaded at once: what fits in memory, and so many that another worker finds some too.
    static func shards(of count: Int, events: Int64) -> Int {
        let fitting = Int(min(Int64(count), Int64(count) * eventsAtOnce / max(1, events)))
        return max(1, min(fitting, count / 2))
    }

    /// Loads the shards up to a position.
    /// - Throws: ``ProjectionError/fenced(projection:)``, errors of the log, `CancellationError`.
    func load(upTo last: Int64) async throws -> Projector.Outcome {
        try Task.checkCancellation()
        do {
            try await write(try await begin(upTo: last), upTo: last)
            return .reached
        } catch let row as UnreadableRow {
            // Where there are several it may be nothing to some of them: that is told when each is loaded by itself.
            if parts.count == 1 {
                let checkpoint = parts[0].checkpoint
                try await log.transaction { try checkpoint.stop($0, at: row.position, because: row.reason) }
            }
            return .stopped(position: row.position, reason: row.reason)
        }
    }

    private func begin(upTo last: Int64) async throws -> Handover<(gathered: GatheredEvents, parts: [any LoadPart])> {
        var parts = parts
        let gathered = try await gather(upTo: last)
        for index in parts.indices {
            try await parts[index].begin(log, corrected: gathered.corrected, upTo: last)
        }
        return Handover((gathered, parts))
    }

    private func gather(upTo last: Int64) async throws -> GatheredEvents {
        let kinds = parts.reduce(into: Set([EventKind.correction])) { $0.formUnion($1.kinds) }
        let hashes = Shard.hashes(of: parts[0].checkpoint.shards)
        return try await log.transaction { session in
            var gathered = GatheredEvents()
            for range in hashes {
                try log.gather(session, LogPart(upTo: last, kinds: kinds, hashes: range), into: &gathered)
            }
            return gathered
        }
    }

    private func write(
        _ handed: Handover<(gathered: GatheredEvents, parts: [any LoadPart])>, upTo last: Int64
    ) async throws {
        let projection = parts[0].checkpoint.build.projection
        try await log.transaction { session in
            guard var (gathered, parts) = handed.take() else { throw ProjectionError.fenced(projection: projection) }
            for part in parts { _ = try part.checkpoint.move(session, to: last) }
            let take = { (scanned: ScannedEvent) in
                for index in parts.indices { parts[index].take(scanned) }
            }
            repeat {
                for index in parts.indices { try parts[index].write(session) }
            } while try gathered.next(take)
            for index in parts.indices { try parts[index].finish(session) }
        }
    }
}
