import LearningRecord

/// The folds of the learners that a batch touches: loaded where they are needed, kept from batch to batch while there
/// is room. Without a database: who loads and who stores is the worker's affair.
struct Folding<P: Projection> {
    private struct Entry {
        let learner: LearnerID
        var fold: P.Fold
        /// The fold as it is stored; `nil` when the learner is new.
        var stored: [UInt8]?
        /// Whether it has changes that are not stored yet.
        var isTouched = false
        /// Whether it was used since the hand last came by.
        var isRecent = true
    }

    /// In an array, where they change in their places: a dictionary of them copies what it is asked for.
    private var entries: [Entry] = []
    /// The place of each learner's entry.
    private var places: [LearnerID: Int] = [:]
    /// The places of those with changes that are not stored yet.
    private var touched: [Int] = []
    private var newlyParked: [Parked] = []
    /// Where the search for folds to let go goes on.
    private var hand = 0
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
        batch.learners.keys.filter { places[$0] == nil }
    }

    /// Takes in stored folds; whoever of `learners` has none is new. One that cannot be read parks its learner.
    mutating func load(_ learners: [LearnerID], stored: [LearnerID: [UInt8]], position: Int64) {
        for learner in learners {
            let bytes = stored[learner]
            do throws(StateError) {
                let fold = try bytes.map { bytes throws(StateError) in try P.Fold(bytes: bytes) }
                _ = add(Entry(learner: learner, fold: fold ?? P.Fold(), stored: bytes))
            } catch {
                park(Parked(learner: learner, position: position + 1, error: error.description))
            }
        }
    }

    /// The learners of a batch whose events can only be folded with all that came before them.
    func needingHistory(for batch: Batch) -> [LearnerID] {
        batch.learners.compactMap { learner, batched in
            guard batch.histories[learner] == nil, !waiting.contains(learner), let place = places[learner] else {
                return nil
            }
            return entries[place].fold.needsHistory(for: batched.events) ? learner : nil
        }
    }

    /// Folds a batch.
    mutating func fold(_ batch: Batch) {
        for (learner, batched) in batch.learners where !waiting.contains(learner) {
            let place = places[learner] ?? add(Entry(learner: learner, fold: P.Fold()))
            entries[place].fold.fold(batched.events, history: batch.histories[learner])
            if !entries[place].isTouched { touched.append(place) }
            entries[place].isTouched = true
            entries[place].isRecent = true
            if let obstacle = batched.obstacle { park(obstacle) }
        }
    }

    /// What changed since this was last asked.
    mutating func takeChanges() throws(StateError) -> Changes<P> {
        var changes = Changes<P>(parked: newlyParked)
        // In the order of the keys: what comes next stands near in the index.
        touched.sort { entries[$0].learner.uuid < entries[$1].learner.uuid }
        for place in touched {
            let stored = entries[place].stored
            let before = try stored.map { bytes throws(StateError) in try P.Fold.rows(storedWith: bytes) }
            entries[place].fold.settle()
            let bytes = entries[place].fold.bytes
            if bytes != stored {
                changes.add(
                    entries[place].learner, before: before ?? [], after: entries[place].fold.rows,
                    withdrawn: entries[place].fold.withdrawn, state: bytes)
            }
            entries[place].fold.forget()
            keptSize += bytes.count - (stored?.count ?? 0)
            entries[place].stored = bytes
            entries[place].isTouched = false
        }
        touched = []
        newlyParked = []
        if entries.count > Self.keptLearners || keptSize > Self.sizeLimit { forgetFolds() }
        return changes
    }

    /// Lets the folds go, all of which are stored.
    mutating func forgetFolds() { (entries, places, touched, hand, keptSize) = ([], [:], [], 0, 0) }

    /// Lets some of the folds go, all of which are stored, until those that stay come to a size: those that were not used
    /// since the hand of a clock came by (Corbató: A Paging Experiment with the Multics System, 1968).
    mutating func forgetFolds(downTo size: Int) {
        while keptSize > size, !entries.isEmpty {
            if hand >= entries.count { hand = 0 }
            if entries[hand].isRecent {
                entries[hand].isRecent = false
                hand += 1
            } else {
                remove(at: hand)
            }
        }
    }

    private mutating func remove(at place: Int) {
        keptSize -= Self.entrySize + (entries[place].stored?.count ?? 0)
        places[entries[place].learner] = nil
        entries.swapAt(place, entries.count - 1)
        entries.removeLast()
        if place < entries.count { places[entries[place].learner] = place }
    }

    /// Answers the place that an entry now has.
    private mutating func add(_ entry: Entry) -> Int {
        keptSize += Self.entrySize + (entry.stored?.count ?? 0)
        places[entry.learner] = entries.count
        entries.append(entry)
        return entries.count - 1
    }

    private mutating func park(_ parked: Parked) {
        newlyParked.append(parked)
        waiting.insert(parked.learner)
    }
}
