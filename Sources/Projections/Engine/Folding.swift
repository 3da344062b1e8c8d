import LearningRecord

/// The folds of the learners that a batch touches: loaded where they are needed, kept from batch to batch while there
/// is room. Without a database: who loads and who stores is the worker's affair.
struct Folding<P: Projection> {
    private struct Entry {
        var fold: LearnerFold<P>
        /// The fold as it is stored; `nil` when the learner is new.
        var stored: [UInt8]?
    }

    private var entries: [LearnerID: Entry] = [:]
    private var touched: Set<LearnerID> = []

    /// Learners whose folds are kept in memory, at the most, once they are stored.
    static var keptLearners: Int { 20_000 }

    /// How many learners have changes that are not stored yet.
    var touchedCount: Int { touched.count }

    /// The learners of a batch that must be loaded before it can be folded.
    func missing(for batch: [RecordedEvent]) -> [LearnerID] {
        var missing: Set<LearnerID> = []
        for recorded in batch where concerns(recorded) && entries[recorded.event.learner] == nil {
            missing.insert(recorded.event.learner)
        }
        return Array(missing)
    }

    /// The learners of a batch that must be folded anew, since something of theirs was corrected.
    func corrected(in batch: [RecordedEvent]) -> [LearnerID] {
        Array(Set(batch.lazy.filter { $0.event.kind == .correction }.map(\.event.learner)))
    }

    /// Takes in stored folds; whoever of `learners` has none is new.
    mutating func load(_ learners: [LearnerID], stored: [LearnerID: [UInt8]]) throws(StateError) {
        for learner in learners {
            let bytes = stored[learner]
            entries[learner] = Entry(
                fold: try bytes.map { bytes throws(StateError) in try LearnerFold(bytes: bytes) } ?? LearnerFold(),
                stored: bytes)
        }
    }

    /// Folds a batch.
    /// - Parameter histories: of the learners to be folded anew, all events up to the end of the batch.
    mutating func fold(_ batch: [RecordedEvent], anew histories: [LearnerID: [RecordedEvent]]) {
        for recorded in batch where concerns(recorded) && histories[recorded.event.learner] == nil {
            touch(recorded.event.learner) { $0.fold(recorded) }
        }
        for (learner, history) in histories {
            touch(learner) { $0 = LearnerFold(replaying: history) }
        }
    }

    /// What changed since this was last asked.
    mutating func takeChanges() throws(StateError) -> Changes<P> {
        var changes = Changes<P>()
        for learner in touched {
            guard var entry = entries[learner] else { continue }
            let before = try entry.stored.map { bytes throws(StateError) in try LearnerFold<P>(bytes: bytes).rows }
            let bytes = entry.fold.bytes
            if bytes != entry.stored {
                changes.add(learner, before: before ?? [], after: entry.fold.rows, state: bytes)
            }
            entry.stored = bytes
            entries[learner] = entry
        }
        touched = []
        if entries.count > Self.keptLearners { entries = [:] }
        return changes
    }

    private func concerns(_ recorded: RecordedEvent) -> Bool {
        recorded.event.kind == .correction || P.kinds.contains(recorded.event.kind)
    }

    private mutating func touch(_ learner: LearnerID, _ change: (inout LearnerFold<P>) -> Void) {
        // Taken out while it changes, so that its storage is its own and nothing is copied.
        var entry = entries.removeValue(forKey: learner) ?? Entry(fold: LearnerFold(), stored: nil)
        change(&entry.fold)
        entries[learner] = entry
        touched.insert(learner)
    }
}
