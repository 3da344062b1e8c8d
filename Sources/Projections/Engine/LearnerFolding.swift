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
    /// The rows that should stand in the tables: what differs from ``rows(storedWith:)`` is written. Of a fold that only adds
    /// rows, those to add.
    var rows: [Row] { get }
    /// The rows that stand in the tables since ``bytes`` were stored; none of a fold that only adds rows.
    static func rows(storedWith bytes: [UInt8]) throws(StateError) -> [Row]
    /// Rows that hold no more, before ``rows`` are written.
    var withdrawn: [WithdrawnRows] { get }
    /// Lets go of what need not be kept now that it is stored.
    mutating func forget()
}

extension LearnerFolding {
    /// A state that does not depend on the order of events needs none.
    public func needsHistory(for events: [RecordedEvent]) -> Bool { false }
    /// Those of the fold that is read from them.
    public static func rows(storedWith bytes: [UInt8]) throws(StateError) -> [Row] { try Self(bytes: bytes).rows }
    /// Nothing is put off.
    public mutating func settle() {}
    /// None.
    public var withdrawn: [WithdrawnRows] { [] }
    /// Everything is kept.
    public mutating func forget() {}
}

/// A learner's rows of one table from a moment on that hold no more: what stands from there is written anew. They are taken
/// away, or lose their moment where they say something else as well (``ProjectionTable/Start/outlastsWithdrawal``).
public struct WithdrawnRows: Hashable, Sendable {
    /// The place in the projection's ``Projection/tables``, of one whose rows say where they start.
    public var table: Int
    /// The first moment.
    public var from: Moment

    /// Rows from a moment on.
    public init(table: Int, from: Moment) {
        self.table = table
        self.from = from
    }
}
