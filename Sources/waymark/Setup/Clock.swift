import Foundation
import LearningRecord

/// The time of this machine; commands read it here and pass it on.
enum Clock {
    /// Now, to the microsecond.
    static func now() -> Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
