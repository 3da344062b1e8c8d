import LearningRecord

/// The folds of the learners that a batch touches: loaded where they are needed, kept from batch to batch while there
/// is room. Without a database: who loads and who stores is the worker's affair.
struct Folding<P: Projection> {
    private struct Entry {
        var fold: P.Fold
        /// The fold as it is stored; `nil` when the learner is new.
        var stored: [UInt8]?
    }

    private var entries: [LearnerID: Entry] = [:]
    private var touched: Set<LearnerID> = []
    private var newlyParked: [Parked] = []
    /// The learners who wait: nothing of theirs is folded.
    private(set) var waiting: Set<LearnerID>

    /// Learners whose folds are kept in memory, at the most, once they are stored.
    static var keptLearners: Int { 20_000 }
    /// What ``keptSize`` may come to.
    static var sizeLimit: Int { 32_000_000 }

    /// The size of the folds in memory: bytes as they are stored, and something for each. What they take is some six times
    /// as much.
    private(set) var keptSize = 0
    private static var entrySize: Int { 200 }

    /// - Parameter waiting: the learners who are parked already.
    init(waiting: Set<LearnerID> = []) {
        self.waiting = waiting
    }

    /// How many learners have changes that are not stored yet.
    var touchedCount: Int { touched.count }

    /// The learners of a batch whose folds must be loaded before it can be folded.
    func missing(for batch: Batch) -> [LearnerID] {
        batch.learners.keys.filter { entries[$0] == nil }
    }

    /// Takes in stored folds; whoever of `learners` has none is new. One that cannot be read parks its learner.
    mutating func load(_ learners: [LearnerID], stored: [LearnerID: [UInt8]], position: Int64) {
        for learner in learners {
            let bytes = stored[learner]
            do throws(StateError) {
                let fold = try bytes.map { bytes throws(StateError) in try P.Fold(bytes: bytes) }
                entries[learner] = Entry(fold: fold ?? P.Fold(), stored: bytes)
                keptSize += Self.entrySize + (bytes?.count ?? 0)
            } catch {
                park(Parked(learner: learner, position: position + 1, error: error.description))
            }
        }
    }

    /// The learners of a batch whose events can only be folded with all that came before them.
    func needingHistory(for batch: Batch) -> [LearnerID] {
        batch.learners.compactMap { learner, batched in
            guard batch.histories[learner] == nil, !waiting.contains(learner), let entry = entries[learner] else {
                return nil
            }
            return entry.fold.needsHistory(for: batched.events) ? learner : nil
        }
    }

    /// Folds a batch.
    mutating func fold(_ batch: Batch) {
        for (learner, batched) in batch.learners where !waiting.contains(learner) {
            // Taken out while it changes, so that its storage is its own and nothing is copied.
            var entry = entries.removeValue(forKey: learner) ?? Entry(fold: P.Fold(), stored: nil)
            entry.fold.fold(batched.events, history: batch.histories[learner])
            entries[learner] = entry
            touched.insert(learner)
            if let obstacle = batched.obstacle { park(obstacle) }
        }
    }

    /// What changed since this was last asked.
    mutating func takeChanges() throws(StateError) -> Changes<P> {
        var changes = Changes<P>(parked: newlyParked)
        for learner in touched {
            guard var entry = entries[learner] else { continue }
            let before = try entry.stored.map { bytes throws(StateError) in try P.Fold(bytes: bytes).rows }
            entry.fold.settle()
            let bytes = entry.fold.bytes
            if bytes != entry.stored {
                changes.add(
                    learner, before: before ?? [], after: entry.fold.rows, withdrawn: entry.fold.withdrawn, state: bytes
                )
            }
            entry.fold.forget()
            keptSize += bytes.count - (entry.stored?.count ?? 0)
            entry.stored = bytes
            entries[learner] = entry
        }
        touched = []
        newlyParked = []
        if entries.count > Self.keptLearners || keptSize > Self.sizeLimit { forgetFolds() }
        return changes
    }

    /// Lets the folds go, all of which are stored.
    mutating func forgetFolds() { (entries, keptSize) = ([:], 0) }

    private mutating func park(_ parked: Parked) {
        newlyParked.append(parked)
        waiting.insert(parked.learner)
    }
}
