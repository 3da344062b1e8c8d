import Foundation
import LearningRecord

extension EventID {
    /// When the id was made (RFC 9562, section 5.7), to the millisecond: the time of an event that a form makes. So a form
    /// that is sent twice says the same twice. Never in the future; of another id, now.
    var moment: Instant {
        let now = Page.now()
        let bytes = withUnsafeBytes(of: uuid.uuid) { Array($0) }
        guard bytes[6] >> 4 == 7 else { return now }
        let milliseconds = bytes[..<6].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return min(now, Instant(microseconds: milliseconds * 1000))
    }
}
