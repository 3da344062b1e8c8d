public import LearningRecord

/// The fold of one learner: a projection's state, with the corrections seen to.
///
/// A projection's fold never meets a correction. When one arrives, the learner is folded anew from all events up to
/// there (``init(replaying:)``), through ``Corrections``: so a replay, an incremental fold and any split into batches
/// agree by construction.
public struct LearnerFold<P: StateFold>: LearnerFolding, Equatable {
    /// The projection's state.
    public private(set) var state: P.State
    private var replacements: Replacements

    /// A learner of whom nothing is known yet.
    public init() {
        state = P.State()
        replacements = Replacements()
    }

    /// The fold of all of one learner's events up to some position, in order of position.
    /// - Parameter time: leaves out what happened later; corrections count, whenever they were made.
    public init(replaying events: [RecordedEvent], happenedBy time: Instant? = nil) {
        self.init(correctedAsIn: events)
        for recorded in Corrections.counting(events) {
            if let time, recorded.event.occurredAt > time { continue }
            fold(recorded)
        }
    }

    /// The fold of none of these events, that reads what names one of them as they say by their end.
    init(correctedAsIn events: [RecordedEvent]) {
        self.init()
        replacements = Replacements(of: events)
    }

    /// Takes in the learner's next events; with a history it is folded anew from that, corrections seen to.
    public mutating func fold(_ events: [RecordedEvent], history: [RecordedEvent]?) {
        var folded: Int64 = 0
        if let history, let newest = history.last {
            self = LearnerFold(replaying: history)
            folded = newest.position
        }
        for recorded in events where recorded.position > folded { fold(recorded) }
    }

    /// Takes in the learner's next event, which is no correction.
    public mutating func fold(_ recorded: RecordedEvent) {
        guard P.kinds.contains(recorded.event.kind) else { return }
        if replacements.isEmpty {
            P.fold(&state, recorded)
        } else {
            P.fold(&state, replacements.resolve(recorded))
        }
    }

    /// The rows of the learner.
    public var rows: [P.Row] { P.rows(state) }

    /// Reads what ``bytes`` wrote.
    public init(bytes: [UInt8]) throws(StateError) {
        var reader = StateReader(bytes)
        try self.init(from: &reader)
        try reader.finish()
    }

    /// The fold as it is stored; equal folds have equal bytes.
    public var bytes: [UInt8] {
        var writer = StateWriter()
        write(to: &writer)
        return writer.bytes
    }

    init(from reader: inout StateReader) throws(StateError) {
        replacements = try Replacements(from: &reader)
        state = try P.State(from: &reader)
    }

    func write(to writer: inout StateWriter) {
        replacements.write(to: &writer)
        state.write(to: &writer)
    }
}
