import LearningRecord
public import LibPQ

/// How a competency of a learner stood from some point on.
public struct ContinuumHistoryRow: ProjectionRow, Hashable {
    /// The table by when things were known.
    public static let known = ProjectionTable(
        name: "continuum_history_known", key: .id, keyColumn: ContinuumRow.table.keyColumn, thenBy: ["known_from"],
        columns: ContinuumRow.table.columns + ["stands"])
    /// The table by when things happened.
    public static let happened = ProjectionTable(
        name: "continuum_history_happened", key: .id, keyColumn: ContinuumRow.table.keyColumn,
        thenBy: ["happened_from", "position"], columns: ContinuumRow.table.columns)

    /// From where on it stood so.
    public enum Start: Hashable, Sendable {
        /// From when the log took the event at a position.
        case known(Int64)
        /// From when something happened.
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
        switch start {
        case .known(let position):
            copy.append(position)
            row.write(to: &copy)
            copy.append(stands)
        case .happened(let moment):
            copy.append(moment.at)
            copy.append(moment.position)
            row.write(to: &copy)
        }
    }
}
