public import LearningRecord
public import LibPQ

/// How a competency of a learner stood from some point on.
public struct ContinuumHistoryRow: ProjectionRow, Hashable {
    /// The table by when things were known, and by when they happened where that is the same.
    public static let known = ProjectionTable(
        name: "continuum_history_known", key: .id, keyColumn: ContinuumRow.table.keyColumn,
        columns: ContinuumRow.table.columns + ["known_from", "stands", "happened_from"],
        start: .init(at: "happened_from", position: "known_from", outlastsWithdrawal: true))
    /// The table by when things happened, where that is not the same.
    public static let happened = ProjectionTable(
        name: "continuum_history_happened", key: .id, keyColumn: ContinuumRow.table.keyColumn,
        columns: ContinuumRow.table.columns + ["happened_from", "position"],
        start: .init(at: "happened_from", position: "position"))

    /// From where on it stood so.
    public enum Start: Hashable, Sendable {
        /// From when the log took the event at a position; where a time is given, by all that is known now also from then on.
        case known(Int64, happened: Instant?)
        /// From when something happened, by all that is known now.
        case happened(Moment)
    }

    /// From where on.
    public var start: Start
    /// The row of the continuum.
    public var row: ContinuumRow
    /// Whether there is anything of the competency; not after a correction took all that there was.
    public var stands = true

    /// The place of the row's table among the projection's.
    public var table: Int {
        switch start {
        case .known: 0
        case .happened: 1
        }
    }

    /// What tells the row from the learner's others in its table.
    public var key: RowKey { row.key }

    /// Writes the columns after the key, in the order of the table.
    public func write(to copy: inout CopyRow) {
        row.write(to: &copy)
        switch start {
        case .known(let position, let happened):
            copy.append(position)
            copy.append(stands)
            copy.append(happened)
        case .happened(let moment):
            copy.append(moment.at)
            copy.append(moment.position)
        }
    }
}
