import EventLog
import LearningRecord
import LibPQ

/// What a pass over the log makes for one build, whatever its projection.
protocol LoadPart: Sendable {
    /// The right to load shards of the build.
    var checkpoint: Checkpoint { get }
    /// The kinds that its projection reads.
    var kinds: Set<EventKind> { get }

    /// Folds those of whom something was corrected from all they have.
    mutating func begin(_ log: EventLog, corrected: Set<LearnerID>, upTo last: Int64) async throws
    /// Takes in an event, each learner's in order.
    mutating func take(_ scanned: ScannedEvent)
    /// Makes rows of those whose events were taken in, of whom nothing more comes, and copies them once they are many.
    mutating func write(_ session: Session) throws
    /// Copies what is left, and writes down who waits.
    mutating func finish(_ session: Session) throws
}

/// The folds, and then the rows, of one projection.
struct LoadedFolds<P: Projection>: LoadPart {
    let checkpoint: Checkpoint
    private var corrected: Set<LearnerID> = []
    private var folds: [LearnerID: P.Fold] = [:]
    /// The learners who wait.
    private var parked: [LearnerID: Parked] = [:]
    private var rows = LoadedRows<P>()
    private var lastCopied = ContinuousClock.now

    /// Bytes of rows that are made before they are copied: each COPY has the server make room for a thousand rows.
    static var bytesAtOnce: Int { 1 << 23 }
    /// How long rows are made, at the most, before they are copied. The server waits meanwhile, in a transaction, and would
    /// end one that is idle for long.
    static var patience: Duration { .seconds(1) }

    init(_ checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
    }

    var kinds: Set<EventKind> { P.kinds }

    mutating func begin(_ log: EventLog, corrected: Set<LearnerID>, upTo last: Int64) async throws {
        self.corrected = corrected
        let batch = try await Batch.read(
            log, of: Array(corrected), kinds: P.kinds.union([.correction]), upTo: last)
        for (learner, batched) in batch.learners {
            var fold = P.Fold()
            fold.fold(batched.events, history: batch.histories[learner])
            parked[learner] = batched.obstacle
            folds[learner] = fold
        }
    }

    mutating func take(_ scanned: ScannedEvent) {
        switch scanned {
        case .event(let event):
            let learner = event.event.learner
            if !P.kinds.contains(event.event.kind) || isSpokenFor(learner) { return }
            folds[learner, default: P.Fold()].fold(event)
        case .unreadable(let event):
            let learner = event.learner
            guard let kind = EventKind(rawValue: event.kind), P.kinds.contains(kind), !isSpokenFor(learner) else {
                return
            }
            parked[learner] = Parked(learner: learner, position: event.position, error: event.error.description)
        }
    }

    /// Whether what comes of a learner counts no more: it was read anew, or waits behind what cannot be read.
    private func isSpokenFor(_ learner: LearnerID) -> Bool {
        (!corrected.isEmpty && corrected.contains(learner)) || (!parked.isEmpty && parked[learner] != nil)
    }

    mutating func write(_ session: Session) throws {
        for learner in Array(folds.keys) {
            // Taken out, so that it changes in its place and needs no memory any more.
            guard var fold = folds.removeValue(forKey: learner) else { continue }
            fold.settle()
            rows.add(fold, of: learner, tenant: checkpoint.tenant)
            if rows.size >= Self.bytesAtOnce || lastCopied.duration(to: .now) > Self.patience { try copy(session) }
        }
    }

    mutating func finish(_ session: Session) throws {
        try copy(session)
        try Parked.store(Array(parked.values), session, tenant: checkpoint.tenant, build: checkpoint.build)
    }

    private mutating func copy(_ session: Session) throws {
        try rows.copy(session, to: checkpoint.build)
        rows.removeAll()
        lastCopied = .now
    }
}
