import EventLog
public import LearningRecord
public import LibPQ

/// A row of one of the tables of identity.
public enum IdentityRow: ProjectionRow, Hashable {
    /// A link that the record states.
    case link(IdentityLink)
    /// That the id was erased.
    case erasure(IdentityErasure)

    /// The place of the row's table among the projection's.
    public var table: Int {
        switch self {
        case .link: 0
        case .erasure: 1
        }
    }

    /// What tells the row from the learner's others in its table.
    public var key: RowKey {
        switch self {
        case .link(let link): .position(link.link)
        case .erasure(let erasure): .position(erasure.erased)
        }
    }

    /// Writes the columns after the key, in the order of the table.
    public func write(to row: inout CopyRow) {
        switch self {
        case .link(let link): link.write(to: &row)
        case .erasure(let erasure): erasure.write(to: &row)
        }
    }
}

/// A link that a learner's record states.
public struct IdentityLink: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "identity_link", key: .position, keyColumn: "link",
        columns: ["event_id", "other", "linked_at", "unlinked_at", "explained_by"])

    /// The position of the event.
    public var link: Int64
    /// The id of the event, by which it is taken back.
    public var id: EventID
    /// The other id of the person.
    public var other: LearnerID
    /// When it was stated.
    public var linkedAt: Instant
    /// When it was taken back; `nil` while it holds.
    public var unlinkedAt: Instant?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    init(id: EventID, _ link: Identity.Link, unlinked: Moment?) {
        self.link = link.moment.position
        self.id = id
        other = link.other
        linkedAt = link.moment.at
        unlinkedAt = unlinked?.at
        explainedBy = Moment.positions([link.moment, unlinked].compactMap(\.self))
    }

    func write(to row: inout CopyRow) {
        row.append(id)
        row.append(other)
        row.append(linkedAt)
        row.append(unlinkedAt)
        row.append(explainedBy)
    }
}

/// That an id was erased.
public struct IdentityErasure: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "identity_erasure", key: .position, keyColumn: "erased", columns: ["erased_at", "explained_by"])

    /// The position of the event.
    public var erased: Int64
    /// When.
    public var erasedAt: Instant
    /// The position again.
    public var explainedBy: [Int64]

    init(at moment: Moment) {
        erased = moment.position
        erasedAt = moment.at
        explainedBy = [moment.position]
    }

    func write(to row: inout CopyRow) {
        row.append(erasedAt)
        row.append(explainedBy)
    }
}
