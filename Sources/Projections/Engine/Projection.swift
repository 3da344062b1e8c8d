public import LearningRecord

/// What is read from the log so that it can be asked quickly: rows, folded from the events of one learner at a time.
///
/// A projection is pure: no clock, no randomness, no database. The engine takes care of batches, transactions and
/// rebuilds. Nearly every projection is a ``StateProjection``.
///
/// To add one: a folder with a type that conforms, its tables as templates in a migration, and a line in
/// ``ProjectionCatalogue``.
public protocol Projection: SendableMetatype {
    /// What takes in one learner's events and gives their rows.
    associatedtype Fold: LearnerFolding

    /// The name: letters and underscores. Its tables begin with it.
    static var name: String { get }
    /// A new number whenever the same events would give other rows: the live tables then stay as they are until a
    /// rebuild has made new ones.
    static var version: Int32 { get }
    /// The kinds of events that it reads. Corrections are the engine's affair.
    static var kinds: Set<EventKind> { get }
    /// The tables of its rows.
    static var tables: [ProjectionTable] { get }
    /// How many events a worker takes in before their rows are written, about: they, or what they make, are held in memory.
    static var eventsAtOnce: Int64 { get }
}

extension Projection {
    /// As many as leave states of a learner each in memory.
    public static var eventsAtOnce: Int64 { 1_250_000 }
}

/// A projection with a state for each learner and the rows that follow from the state: a ``StateFold`` with tables.
public protocol StateProjection: Projection, StateFold {
    associatedtype Fold = LearnerFold<Self>
}

/// A state, the events that it takes in, and the rows that follow from it.
///
/// What it answers depends on *which* of a learner's events count, not on the order in which they were recorded: order is
/// a matter of ``Moment``. It never meets a correction: ``LearnerFold`` sees to them.
public protocol StateFold: SendableMetatype {
    /// What is kept of one learner between batches.
    associatedtype State: LearnerState
    /// A row of its tables.
    associatedtype Row: ProjectionRow

    /// The kinds of events that it reads.
    static var kinds: Set<EventKind> { get }
    /// Takes in one event that counts. Each event comes once.
    static func fold(_ state: inout State, _ recorded: RecordedEvent)
    /// The rows of one learner.
    static func rows(_ state: State) -> [Row]
}

/// What a projection keeps of one learner. Small, since it is loaded and stored with each batch that touches it.
public protocol LearnerState: Sendable, Equatable {
    /// The state of a learner of whom nothing is known yet.
    init()
    /// Reads what ``write(to:)`` wrote.
    init(from reader: inout StateReader) throws(StateError)
    /// Writes the state; equal states write equal bytes.
    func write(to writer: inout StateWriter)
}
