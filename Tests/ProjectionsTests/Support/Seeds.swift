import Foundation

/// The seeds of the property tests. A failing test names its seed; `WAYMARK_SEED=…` runs that one alone.
enum Seeds {
    static func first(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["WAYMARK_SEED"], let seed = UInt64(text) { return [seed] }
        return Array(1...count)
    }
}
