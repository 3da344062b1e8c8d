public import LearningRecord

/// How a learner's continuum stood at any time, by two clocks: when things were known (the log's positions) and when they
/// happened, by all that is known today. A row says how a competency stood *from* there; how it stood at a time is its
/// newest row that starts no later.
///
/// Rows are the continuum's own, made by its fold, so they say what a replay up to there says. One row serves both clocks as
/// long as a learner's events come in the order of time. Rows are only added: but for those by when things happened, from the
/// moment on of what was recorded late, and all of a learner who was corrected.
public enum ContinuumHistory: Projection {
    /// Gives the rows that are new.
    public typealias Fold = ContinuumHistoryFold

    /// The name, in the registry and on the command line.
    public static let name = "continuum_history"
    /// A new number with each new version of ``Continuum``, too: its rows are here. 1 is of no fold: a database that had
    /// districts before there was a history has empty tables of that version.
    public static let version: Int32 = 3
    /// The kinds of events that it reads.
    public static let kinds = Continuum.kinds
    /// The tables that it fills, in the order of its rows' `table`.
    public static let tables = [ContinuumHistoryRow.known, ContinuumHistoryRow.happened]
    /// Every event is held until the rows that it makes, one of them for the most part, are written.
    public static let eventsAtOnce: Int64 = 200_000
}
