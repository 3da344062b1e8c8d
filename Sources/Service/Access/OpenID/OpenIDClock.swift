public import Foundation

/// The two clocks of a sign-in: that of the calendar, which tokens name, and one that never jumps, for waiting.
public struct OpenIDClock: Sendable {
    let date: @Sendable () -> Date
    let instant: @Sendable () -> ContinuousClock.Instant

    /// Clocks of one's own, for tests.
    public init(
        date: @escaping @Sendable () -> Date = { Date() },
        instant: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.date = date
        self.instant = instant
    }
}
