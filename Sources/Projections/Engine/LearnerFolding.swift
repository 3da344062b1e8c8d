public import LearningRecord

/// What the engine does with the events of one learner: takes them in, and gives the rows to write and the bytes to keep.
///
/// Most projections have a ``LearnerFold``: a state, and all rows that follow from it. One that keeps what was has its own:
/// it gives the rows that are new since it was last stored.
public protocol LearnerFolding: Sendable {
    /// A row of the projection's tables.
    associatedtype Row: ProjectionRow

    /// A learner of whom nothing is known yet.
    init()
    /// Reads what ``bytes`` wrote.
    init(bytes: [UInt8]) throws(StateError)

    /// Takes in the learner's next event, which is no correction.
    mutating func fold(_ recorded: RecordedEvent)
    /// Takes in the learner's next events, corrections among them.
    /// - Parameter history: all of the learner's events up to the newest correction among them, or further; given where
    ///   there is a correction or ``needsHistory(for:)`` asks for it.
    mutating func fold(_ events: [RecordedEvent], history: [RecordedEvent]?)
    /// Whether these next events, without a correction among them, can only be taken in with the learner's history.
    func needsHistory(for events: [RecordedEvent]) -> Bool

    /// Works out what was taken in. Comes before ``bytes``, ``rows`` and ``withdrawn`` are asked for.
    mutating func settle()
    /// The fold as it is stored; equal folds have equal bytes, and whoever has other rows to write has other bytes.
    var bytes: [UInt8] { get }
    /// The rows. A fold read from bytes has those that stand in the tables, and once it took events in, those that should:
    /// the difference is written. One that only adds rows has none at first, and then those to add.
    var rows: [Row] { get }
    /// Rows that are to be taken away before ``rows`` are written.
    var withdrawn: [WithdrawnRows] { get }
    /// Lets go of what need not be kept now that it is stored.
    mutating func forget()
}

extension LearnerFolding {
    /// A state that does not depend on the order of events needs none.
    public func needsHistory(for events: [RecordedEvent]) -> Bool { false }
    /// Nothing is put off.
    public mutating func settle() {}
    /// None.
    public var withdrawn: [WithdrawnRows] { [] }
    /// Everything is kept.
    public mutating func forget() {}
}

/// A learner's rows of one table from a moment on, to be taken away: they are written anew.
public struct WithdrawnRows: Hashable, Sendable {
    /// The place in the projection's ``Projection/tables``. Its key ends in the columns of a moment.
    public var table: Int
    /// The first moment.
    public var from: Moment

    /// Rows from a moment on.
    public init(table: Int, from: Moment) {
        self.table = table
        self.from = from
    }
}
