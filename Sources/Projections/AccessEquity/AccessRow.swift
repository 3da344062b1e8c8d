public import LibPQ

/// A row of one of the tables of access equity.
public enum AccessRow: ProjectionRow, Hashable {
    case enrolment(AccessEnrolment)
    case presence(AccessPresence)
    case offer(AccessOffer)
    case support(AccessSupport)

    public var table: Int {
        switch self {
        case .enrolment: 0
        case .presence: 1
        case .offer: 2
        case .support: 3
        }
    }

    public var key: RowKey {
        switch self {
        case .enrolment(let enrolment): .position(enrolment.enrolment)
        case .presence(let presence): .position(presence.enrolment)
        case .offer(let offer): .position(offer.offer)
        case .support(let support): .position(support.support)
        }
    }

    public func write(to row: inout CopyRow) {
        switch self {
        case .enrolment(let enrolment): enrolment.write(to: &row)
        case .presence(let presence): presence.write(to: &row)
        case .offer(let offer): offer.write(to: &row)
        case .support(let support): support.write(to: &row)
        }
    }
}
