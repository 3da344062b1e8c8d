import Foundation
public import LearningRecord
import LibPQ

/// Events of many learners, gathered in one pass over the log and handed out some learners at a time.
///
/// Who folds a million events as they come meets another learner with each, whose state is far away in memory. Here the
/// rows of the log are only put where others of the same learners are; they are decoded when their turn comes, while all
/// that is known of these few learners is at hand.
public struct GatheredEvents: Sendable {
    private var groups = [Group](repeating: Group(), count: Self.groupCount)
    private var left = Self.groupCount
    /// Learners of whom something was corrected. The corrections themselves are not kept: such learners are read anew.
    public private(set) var corrected: Set<LearnerID> = []

    /// So many that the learners of one, of some ten thousand, leave states that a processor keeps close.
    private static let groupCount = 256

    /// The rows of some learners.
    private struct Group: Sendable {
        var rows = BinaryRows()
        var last: Int64 = 0
        /// Whether they came in the order of the log: they lie so where one writer wrote them.
        var isInOrder = true
    }

    /// No events yet.
    public init() {}

    /// Takes in what a COPY of the log's rows gives, in any order.
    /// - Throws: ``UnreadableRow``, `PostgresError`.
    mutating func gather(_ session: Session, _ statement: SQL) throws {
        try session.copyRows(statement) { row in
            let (position, learner, kind) = try EventRow.place(row)
            if kind == EventKind.correction.rawValue {
                corrected.insert(learner)
            } else {
                let index = Self.group(of: learner)
                groups[index].rows.append(row)
                if position < groups[index].last { groups[index].isInOrder = false }
                groups[index].last = position
            }
        }
    }

    /// The last bytes of a UUID are random in every version of it.
    private static func group(of learner: LearnerID) -> Int { Int(learner.uuid.uuid.15) }

    /// Hands out the events of the next group of learners, each learner's in the order of the log, and forgets them.
    /// - Returns: whether there was a group left.
    /// - Throws: ``UnreadableRow``, what the body throws.
    public mutating func next(_ body: (ScannedEvent) throws -> Void) throws -> Bool {
        if left == 0 { return false }
        left -= 1
        let group = groups.removeLast()
        let rows = group.isInOrder ? group.rows : try group.rows.sorted { try EventRow.place($0).position }
        try rows.forEach { try body(try EventRow.scanned($0)) }
        return true
    }
}
