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
    /// The newest moment of ``events``, where they are not all.
    private var newestTaken: Moment?
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

    /// None: what stands is not read again, and rows are only added to it.
    public static func rows(storedWith bytes: [UInt8]) -> [ContinuumHistoryRow] { [] }

    /// Keeps the learner's next event until ``settle()``.
    public mutating func fold(_ recorded: RecordedEvent) {
        events.append(recorded)
        if !isComplete { take(recorded) }
    }

    /// Keeps the learner's next events, corrections among them, until ``settle()``; a history takes their place.
    public mutating func fold(_ next: [RecordedEvent], history: [RecordedEvent]?) {
        guard let history, let last = history.last else {
            events += next
            if !isComplete { for place in next.indices { take(next[place]) } }
            return
        }
        events = history + next.drop { $0.position <= last.position }
        isComplete = true
    }

    /// Whether one of them happened before what was taken in: what stood since then stands differently.
    public func needsHistory(for next: [RecordedEvent]) -> Bool {
        if isComplete { return false }
        var newest = newestTaken ?? newest
        for place in next.indices where Self.reads(next[place]) {
            let moment = next[place].moment
            if let known = newest, moment < known { return true }
            newest = moment
        }
        return false
    }

    /// Works the rows out.
    public mutating func settle() {
        guard let last = events.last(where: isTaken) else { return }
        var steps = ContinuumSteps(continuum)
        var shared = SharedRows()
        var anew: Moment?
        for place in events.indices where isTaken(events[place]) {
            let moment = events[place].moment
            if events[place].event.kind == .correction {
                shared.end(from: nil, in: &rows)
                correct(&steps, at: moment.position)
                anew = complete.lazy.map(\.moment).min()
                continue
            }
            let isLate = newest.map { moment < $0 } ?? false
            if isLate {
                shared.end(from: moment, in: &rows)
                anew = .earliest(anew, moment)
            } else {
                newest = moment
            }
            let count = rows.count
            let start = ContinuumHistoryRow.Start.known(moment.position, happened: isLate ? nil : moment.at)
            for row in steps.step(events[place]) { rows.append(ContinuumHistoryRow(start: start, row: row)) }
            if !isLate { shared.add(moment, count..<rows.count) }
        }
        if let anew { makeAnew(from: anew, except: shared.positions) }
        continuum = steps.fold
        folded = last.position
    }

    /// Lets events and rows go, which are stored.
    public mutating func forget() {
        (rows, withdrawn, events, isComplete, newestTaken) = ([], [], [], false, nil)
    }

    private mutating func take(_ recorded: borrowing RecordedEvent) {
        if Self.reads(recorded) { newestTaken = .newest(newestTaken ?? newest, recorded.moment) }
    }

    /// Whether an event is one to work out.
    private func isTaken(_ recorded: borrowing RecordedEvent) -> Bool {
        recorded.position > folded && Self.reads(recorded)
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
        let start = ContinuumHistoryRow.Start.known(position, happened: nil)
        rows += changed.map { ContinuumHistoryRow(start: start, row: $0) }
        rows += gone.map { ContinuumHistoryRow(start: start, row: .nothing(of: $0), stands: false) }
    }

    /// Makes the rows by when things happened anew from a moment on, but for those of events whose rows stand by both clocks.
    private mutating func makeAnew(from first: Moment, except shared: Set<Int64>) {
        if folded > 0 { withdrawn = [0, 1].map { WithdrawnRows(table: $0, from: first) } }
        var steps = ContinuumSteps(LearnerFold(correctedAsIn: complete))
        for recorded in Self.counting(complete).sorted(by: { $0.moment < $1.moment }) {
            let moment = recorded.moment
            let changed = steps.step(recorded)
            if moment < first || shared.contains(moment.position) { continue }
            rows += changed.map { ContinuumHistoryRow(start: .happened(moment), row: $0) }
        }
    }

    /// The events that count and that the continuum reads.
    private static func counting(_ events: [RecordedEvent]) -> [RecordedEvent] {
        Corrections.counting(events).filter { Continuum.kinds.contains($0.event.kind) }
    }

    private static func reads(_ recorded: borrowing RecordedEvent) -> Bool {
        recorded.event.kind == .correction || Continuum.kinds.contains(recorded.event.kind)
    }
}

/// The events of a batch whose rows stand by both clocks: everything before them was known, and happened, before them, and
/// everything after them after. So the continuum came to be the same by both.
private struct SharedRows {
    private var events: [(moment: Moment, rows: Range<Int>)] = []

    /// Their positions.
    var positions: Set<Int64> { Set(events.lazy.map(\.moment.position)) }

    /// Adds the next, which is the newest by both clocks.
    mutating func add(_ moment: Moment, _ rows: Range<Int>) { events.append((moment, rows)) }

    /// Something that happened at a moment is known only now, or a correction is (`nil`): from there on, rows that were made
    /// say how things stood by what was known, and no more than that.
    mutating func end(from moment: Moment?, in rows: inout [ContinuumHistoryRow]) {
        while let last = events.last, moment.map({ last.moment > $0 }) ?? true {
            for row in last.rows { rows[row].start = .known(last.moment.position, happened: nil) }
            events.removeLast()
        }
    }
}
