public import LearningRecord

/// What is read from the log so that it can be asked quickly: a state for each learner, folded from the learner's
/// events, and the rows that follow from the state.
///
/// A projection is pure: no clock, no randomness, no database, no other projection. What it answers depends on *which*
/// of a learner's events count, not on the order in which they were recorded: order is a matter of ``Moment``. The
/// engine takes care of corrections (``LearnerFold``), batches, transactions and rebuilds.
///
/// To add one: a folder with a type that conforms, its tables as templates in a migration, and a line in
/// ``ProjectionCatalogue``.
public protocol Projection: SendableMetatype {
    /// What the engine keeps of one learner between batches.
    associatedtype State: LearnerState
    /// A row of its tables.
    associatedtype Row: ProjectionRow

    /// The name: letters and underscores. Its tables begin with it.
    static var name: String { get }
    /// A new number whenever the same events would give other rows: the live tables then stay as they are until a
    /// rebuild has made new ones.
    static var version: Int32 { get }
    /// The kinds of events that it reads. Corrections are the engine's affair.
    static var kinds: Set<EventKind> { get }
    /// The tables of its rows.
    static var tables: [ProjectionTable] { get }

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
