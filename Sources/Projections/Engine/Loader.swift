import EventLog
import LearningRecord
import LibPQ

/// Loads shards of a build into its bare tables: their events are gathered in one pass over the log, folded some learners
/// at a time, and what they make is copied in together with the position, so that a shard is loaded or not.
struct Loader<P: Projection> {
    let log: EventLog

    /// Bytes of rows that are made before they are copied. The server waits meanwhile, in a transaction, and would end one
    /// that is idle for long.
    static var bytesAtOnce: Int { 1 << 20 }

    /// Events that are gathered at once, about: each is some 220 bytes of memory.
    static var eventsAtOnce: Int64 { 1_250_000 }

    /// How many of so many shards are loaded at once.
    static func shards(of count: Int, events: Int64) -> Int {
        max(1, Int(min(Int64(count), Int64(count) * eventsAtOnce / max(1, events))))
    }

    /// Loads the shards of a checkpoint at position 0 up to a position.
    /// - Throws: ``ProjectionError/fenced(projection:)``, errors of the log, `CancellationError`.
    func load(_ checkpoint: Checkpoint, upTo last: Int64) async throws -> Projector.Outcome {
        try Task.checkCancellation()
        do {
            try await write(try await gather(checkpoint, upTo: last), checkpoint, upTo: last)
            return .reached
        } catch let row as UnreadableRow {
            try await log.transaction { try checkpoint.stop($0, at: row.position, because: row.reason) }
            return .stopped(position: row.position, reason: row.reason)
        }
    }

    private func gather(_ checkpoint: Checkpoint, upTo last: Int64) async throws -> Handover<Loading<P>> {
        let kinds = P.kinds.union([.correction])
        let parts = Shard.hashes(of: checkpoint.shards).map { LogPart(upTo: last, kinds: kinds, hashes: $0) }
        let gathered = try await log.transaction { session in
            // In the order of the log, as its rows lie: any other plan sorts what is wide and many.
            try session.execute("set local enable_sort = off")
            try session.execute("set local enable_bitmapscan = off")
            var gathered = GatheredEvents()
            for part in parts { try log.gather(session, part, into: &gathered) }
            return gathered
        }
        let corrected = try await Batch.read(log, of: Array(gathered.corrected), kinds: kinds, upTo: last)
        return Handover(Loading(gathered, corrected: corrected))
    }

    private func write(_ handed: Handover<Loading<P>>, _ checkpoint: Checkpoint, upTo last: Int64) async throws {
        let tenant = log.district.tenant
        try await log.transaction { session in
            guard var rest = handed.take() else { throw ProjectionError.fenced(projection: P.name) }
            _ = try checkpoint.move(session, to: last)
            var rows = LoadedRows<P>()
            while try rest.fill(&rows, upTo: Self.bytesAtOnce, tenant: tenant) {
                try rows.copy(session, to: checkpoint.build)
                rows.removeAll()
            }
            try Parked.store(Array(rest.parked.values), session, tenant: tenant, build: checkpoint.build)
        }
    }
}

/// Gathered events on their way to rows.
private struct Loading<P: Projection>: Sendable {
    private var gathered: GatheredEvents
    /// Those who were folded from all they have.
    private let corrected: Set<LearnerID>
    /// Those who are folded and whose rows are still to be made.
    private var folds: [LearnerID: P.Fold] = [:]
    private var learners: [LearnerID] = []
    /// The learners who wait.
    private(set) var parked: [LearnerID: Parked] = [:]

    /// - Parameter corrected: all events of the learners of whom something was corrected.
    init(_ gathered: GatheredEvents, corrected: Batch) {
        self.gathered = gathered
        self.corrected = gathered.corrected
        for learner in gathered.corrected {
            var fold = P.Fold()
            if let batched = corrected.learners[learner] {
                fold.fold(batched.events, history: corrected.histories[learner])
                parked[learner] = batched.obstacle
            }
            folds[learner] = fold
        }
        learners = Array(folds.keys)
    }

    /// Adds the rows of some learners more, until there are about so many bytes.
    /// - Returns: whether there is a row.
    /// - Throws: ``UnreadableRow``.
    mutating func fill(_ rows: inout LoadedRows<P>, upTo size: Int, tenant: Int32) throws -> Bool {
        while rows.size < size {
            // Taken out, so that what is written needs no memory any more.
            if let learner = learners.popLast(), var fold = folds.removeValue(forKey: learner) {
                fold.settle()
                rows.add(fold, of: learner, tenant: tenant)
            } else if try !foldNext() {
                return !rows.isEmpty
            }
        }
        return true
    }

    /// Folds some learners more; whether there were any.
    private mutating func foldNext() throws -> Bool {
        var (folds, parked) = ([LearnerID: P.Fold](), parked)
        let isThere = try gathered.next { scanned in
            switch scanned {
            case .event(let event):
                let learner = event.event.learner
                if !corrected.isEmpty, corrected.contains(learner) { return }
                // What comes after an event that cannot be read waits with it.
                if !parked.isEmpty, parked[learner] != nil { return }
                folds[learner, default: P.Fold()].fold(event)
            case .unreadable(let event):
                let learner = event.learner
                if corrected.contains(learner) || parked[learner] != nil { return }
                parked[learner] = Parked(learner: learner, position: event.position, error: event.error.description)
            }
        }
        (self.folds, self.parked, learners) = (folds, parked, Array(folds.keys))
        return isThere
    }
}
