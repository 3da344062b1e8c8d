public import LibPQ

/// A row of one of the tables of access equity.
public enum AccessRow: ProjectionRow, Hashable {
    /// An enrolment as a student.
    case enrolment(AccessEnrolment)
    /// A stretch of days at a school.
    case presence(AccessPresence)
    /// An opportunity that was offered.
    case offer(AccessOffer)
    /// A support that was asked for, or given.
    case support(AccessSupport)
    /// What a record says of an offer that is not in it.
    case reply(AccessReply)

    /// The place of the row's table among the projection's.
    public var table: Int {
        switch self {
        case .enrolment: 0
        case .presence: 1
        case .offer: 2
        case .support: 3
        case .reply: 4
        }
    }

    /// What tells the row from the learner's others in its table.
    public var key: RowKey {
        switch self {
        case .enrolment(let enrolment): .position(enrolment.enrolment)
        case .presence(let presence): .position(presence.enrolment)
        case .offer(let offer): .position(offer.offer)
        case .support(let support): .position(support.support)
        case .reply(let reply): .position(reply.reply)
        }
    }

    /// Writes the columns after the key, in the order of the table.
    public func write(to row: inout CopyRow) {
        switch self {
        case .enrolment(let enrolment): enrolment.write(to: &row)
        case .presence(let presence): presence.write(to: &row)
        case .offer(let offer): offer.write(to: &row)
        case .support(let support): support.write(to: &row)
        case .reply(let reply): reply.write(to: &row)
        }
    }
}
