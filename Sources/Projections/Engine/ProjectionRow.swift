public import Foundation
public import LibPQ

/// A row of one of a projection's tables.
public protocol ProjectionRow: Equatable, Sendable {
    /// Which table it belongs to: the place in the projection's ``Projection/tables``.
    var table: Int { get }
    /// What tells it from the learner's other rows of that table.
    var key: RowKey { get }
    /// Writes the columns after the key, in the order of ``ProjectionTable/columns``.
    func write(to row: inout CopyRow)
}

/// What tells a learner's rows of one table apart.
public enum RowKey: Hashable, Sendable {
    /// An id.
    case id(UUID)
    /// A position in the log.
    case position(Int64)
}
