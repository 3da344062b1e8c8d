import LearningRecord

/// What a batch of events changed: the states to keep, the rows to write and the rows to take away.
struct Changes<P: Projection>: Sendable {
    /// Rows of a learner.
    struct Written: Sendable {
        let learner: LearnerID
        /// Of any table.
        let rows: [P.Fold.Row]
    }

    /// A row that is no more.
    struct Removed: Sendable {
        let learner: LearnerID
        let key: RowKey
    }

    /// A learner's rows from a moment on.
    struct Withdrawn: Sendable {
        let learner: LearnerID
        let from: Moment
    }

    /// The state of a learner.
    struct Kept: Sendable {
        let learner: LearnerID
        let bytes: [UInt8]
    }

    /// The learners who wait from now on.
    let parked: [Parked]
    private(set) var states: [Kept] = []
    private(set) var written: [Written] = []
    /// By table.
    private(set) var removed: [[Removed]] = Array(repeating: [], count: P.tables.count)
    /// By table: the rows of a learner from a moment on, which go before anything is written.
    private(set) var withdrawn: [[Withdrawn]] = Array(repeating: [], count: P.tables.count)

    init(parked: [Parked] = []) {
        self.parked = parked
    }

    /// Takes in what became of a learner.
    mutating func add(
        _ learner: LearnerID, before: [P.Fold.Row], after: [P.Fold.Row], withdrawn gone: [WithdrawnRows] = [],
        state: [UInt8]
    ) {
        states.append(Kept(learner: learner, bytes: state))
        for rows in gone { withdrawn[rows.table].append(Withdrawn(learner: learner, from: rows.from)) }
        if before.isEmpty {
            if !after.isEmpty { written.append(Written(learner: learner, rows: after)) }
            return
        }
        // Most stand where they stood: only from the first on that does not are they looked up by their keys.
        var changed: [P.Fold.Row] = []
        var place = 0
        while place < min(before.count, after.count), Place(before[place]) == Place(after[place]) {
            if before[place] != after[place] { changed.append(after[place]) }
            place += 1
        }
        var known: [Place: P.Fold.Row] = [:]
        for row in before[place...] { known[Place(row)] = row }
        changed += after[place...].filter { known.removeValue(forKey: Place($0)) != $0 }
        if !changed.isEmpty { written.append(Written(learner: learner, rows: changed)) }
        for (place, _) in known { removed[place.table].append(Removed(learner: learner, key: place.key)) }
    }

    private struct Place: Hashable {
        let table: Int
        let key: RowKey

        init(_ row: P.Fold.Row) {
            table = row.table
            key = row.key
        }
    }
}
