public import LearningRecord

/// The fold of one learner's history: the continuum as of the newest event, and the rows that are new since it was stored.
///
/// Events are kept as they come and worked out by ``settle()``, so that of a learner whose events are all in memory each
/// order is gone through once.
public struct ContinuumHistoryFold: LearnerFolding {
    /// The continuum after the events that are worked out. It does not depend on their order: so it is the end of both
    /// histories.
    private var continuum = LearnerFold<Continuum>()
    /// The position of the newest of them.
    private var folded: Int64 = 0
    /// The newest moment of those that count.
    private var newest: Moment?

    /// The events after those, in order of position; with all that came before them where ``isComplete``.
    private var events: [RecordedEvent] = []
    /// Whether ``events`` are all that the learner has, up to the newest correction of every kind: one may name any.
    private var isComplete = true

    /// The rows to add, once they are worked out (``settle()``).
    public private(set) var rows: [ContinuumHistoryRow] = []
    /// The rows that they take the place of.
    public private(set) var withdrawn: [WithdrawnRows] = []

    /// A learner of whom nothing is known yet.
    public init() {}

    /// Reads what ``bytes`` wrote.
    public init(bytes: [UInt8]) throws(StateError) {
        var reader = StateReader(bytes)
        folded = try reader.signed()
        newest = try reader.optional { reader throws(StateError) in try reader.moment() }
        continuum = try LearnerFold(from: &reader)
        try reader.finish()
        isComplete = false
    }

    /// The continuum up to where rows were made, and the newest moment up to there.
    public var bytes: [UInt8] {
        var writer = StateWriter()
        writer.put(folded)
        writer.put(newest) { $0.put($1) }
        continuum.write(to: &writer)
        return writer.bytes
    }

    /// Keeps the learner's next event until ``settle()``.
    public mutating func fold(_ recorded: RecordedEvent) {
        events.append(recorded)
    }

    /// Keeps the learner's next events, corrections among them, until ``settle()``; a history takes their place.
    public mutating func fold(_ next: [RecordedEvent], history: [RecordedEvent]?) {
        guard let history, let last = history.last else {
            events += next
            return
        }
        events = history + next.drop { $0.position <= last.position }
        isComplete = true
    }

    /// Whether one of them happened before what was folded: what stood since then stands differently.
    public func needsHistory(for next: [RecordedEvent]) -> Bool {
        if isComplete { return false }
        var newest = newest
        for moment in (taken + next).lazy.map(\.moment) {
            if let known = newest, moment < known { return true }
            newest = moment
        }
        return false
    }

    /// Works the rows out.
    public mutating func settle() {
        let taken = taken
        guard let last = taken.last else { return }
        var steps = ContinuumSteps(continuum)
        var happened: [ContinuumHistoryRow] = []
        var (isInOrder, isCorrected) = (true, false)
        for recorded in taken {
            if recorded.event.kind == .correction {
                correct(&steps, at: recorded.position)
                isCorrected = true
                continue
            }
            let moment = recorded.moment
            if let newest, moment < newest { isInOrder = false } else { newest = moment }
            for row in steps.step(recorded) {
                rows.append(ContinuumHistoryRow(start: .known(recorded.position), row: row))
                // As long as what is known later happened later, the two histories are one.
                if isInOrder { happened.append(ContinuumHistoryRow(start: .happened(moment), row: row)) }
            }
        }
        if isInOrder && !isCorrected {
            rows += happened
        } else {
            makeAnew(from: (isCorrected ? complete : taken).lazy.map(\.moment).min())
        }
        continuum = steps.fold
        folded = last.position
    }

    /// Lets events and rows go, which are stored.
    public mutating func forget() {
        (rows, withdrawn, events, isComplete) = ([], [], [], false)
    }

    /// The events that are not worked out yet.
    private var taken: [RecordedEvent] {
        events.filter { $0.position > folded && Self.reads($0) }
    }

    /// All of the learner's events.
    private var complete: [RecordedEvent] {
        precondition(isComplete, "a history was to be made anew without the learner's events")
        return events
    }

    /// Folds the continuum anew at a correction; what is other from there on is a row.
    private mutating func correct(_ steps: inout ContinuumSteps, at position: Int64) {
        let events = Array(complete.prefix { $0.position <= position })
        let (changed, gone) = steps.replace(by: LearnerFold(replaying: events))
        newest = Self.counting(events).lazy.map(\.moment).max()
        rows += changed.map { ContinuumHistoryRow(start: .known(position), row: $0) }
        rows += gone.map { ContinuumHistoryRow(start: .known(position), row: .nothing(of: $0), stands: false) }
    }

    /// Makes the rows by when things happened anew from a moment on.
    private mutating func makeAnew(from first: Moment?) {
        guard let first else { return }
        if folded > 0 { withdrawn = [WithdrawnRows(table: 1, from: first)] }
        var steps = ContinuumSteps(LearnerFold(correctedAsIn: complete))
        for recorded in Self.counting(complete).sorted(by: { $0.moment < $1.moment }) {
            let moment = recorded.moment
            for row in steps.step(recorded) where moment >= first {
                rows.append(ContinuumHistoryRow(start: .happened(moment), row: row))
            }
        }
    }

    /// The events that count and that the continuum reads.
    private static func counting(_ events: [RecordedEvent]) -> [RecordedEvent] {
        Corrections.counting(events).filter { Continuum.kinds.contains($0.event.kind) }
    }

    private static func reads(_ recorded: RecordedEvent) -> Bool {
        recorded.event.kind == .correction || Continuum.kinds.contains(recorded.event.kind)
    }
}
