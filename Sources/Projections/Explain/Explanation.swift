public import LearningRecord

/// The chain from a cell to its events.
public struct Explanation: Hashable, Sendable {
    /// The learners that the cell speaks of; of many, the first few in no order that means anything.
    public var learners: [Learner]
    /// How many learners it speaks of in all.
    public var learnerCount: Int64

    /// One learner's part in a cell.
    public struct Learner: Hashable, Sendable {
        /// Who.
        public var learner: LearnerID
        /// The ids of the person under which these events stand.
        public var ids: Set<LearnerID>
        /// The events, in order of position.
        public var events: [ExplainedEvent]
    }
}

extension Explanation.Learner {
    /// - Parameters:
    ///   - history: all of the learner's events up to the position that the cell stands at.
    ///   - positions: the positions that the cell's row keeps.
    ///   - concerns: whether an event speaks of what the cell is about.
    init(
        _ learner: LearnerID, history: [RecordedEvent], behind positions: Set<Int64>,
        concerns: (RecordedEvent) -> Bool
    ) {
        let statuses = Corrections.status(of: history)
        let places = Dictionary(history.map { ($0.event.id, $0.position) }) { first, _ in first }
        var shown = Set(
            history.filter { recorded in
                positions.contains(recorded.position)
                    || (statuses[recorded.event.id] != .counts && concerns(recorded))
            }.map(\.event.id))
        // Corrections of what is shown, and of such corrections. Each names only earlier events: one pass is enough.
        for recorded in history {
            guard case .correction(let correction) = recorded.event.facts else { continue }
            if shown.contains(correction.corrects) || correction.replacement.map(shown.contains) ?? false {
                shown.insert(recorded.event.id)
            }
        }
        self.learner = learner
        ids = Set(history.filter { shown.contains($0.event.id) }.map(\.event.learner))
        events = history.filter { shown.contains($0.event.id) }.map { recorded in
            ExplainedEvent(
                recorded, isBehind: positions.contains(recorded.position),
                standing: .init(statuses[recorded.event.id] ?? .counts, places))
        }
    }
}

extension ExplainedEvent.Standing {
    fileprivate init(_ status: Corrections.Status, _ places: [EventID: Int64]) {
        func place(_ id: EventID) -> Int64 { places[id] ?? 0 }
        self =
            switch status {
            case .counts: .counts
            case .voided(let by): .voided(by: place(by))
            case .replaced(let by, let with): .replaced(by: place(by), with: place(with))
            case .withdrawn(let from): .withdrawn(from: place(from))
            case .ignored: .ignored
            }
    }
}
