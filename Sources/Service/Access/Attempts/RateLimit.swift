import Crypto
import Synchronization

/// Limits how often each key may try something: sign-ins of a login, of an address, of everybody.
///
/// For all tasks of one process. Several processes count each for itself, so that the limit of the whole is theirs times
/// their number.
public final class RateLimit: Sendable {
    /// Keys may come from outside; longer ones are kept as their digest.
    private static let longestKey = 64

    private let buckets: Mutex<TokenBuckets<ContinuousClock.Instant>>
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - burst: how many tries a key has at once.
    ///   - interval: how long it takes to regain one.
    ///   - maximumKeys: how many keys are remembered; about 200 bytes each.
    ///   - now: the clock.
    public init(
        burst: Int, interval: Duration, maximumKeys: Int = 100_000,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        buckets = Mutex(TokenBuckets(burst: burst, interval: interval, maximumKeys: maximumKeys))
        self.now = now
    }

    /// Whether `key` may try now. If so, it has one try less.
    public func take(_ key: String) -> RateVerdict {
        let key = Self.short(key)
        // The clock is read inside: else two tries at once could be counted in the wrong order.
        return buckets.withLock { $0.take(key, at: now()) }
    }

    /// Gives `key` all its tries back.
    public func forget(_ key: String) {
        let key = Self.short(key)
        buckets.withLock { $0.forget(key) }
    }

    /// How many keys are remembered: for metrics.
    public var count: Int { buckets.withLock { $0.count } }

    private static func short(_ key: String) -> String {
        guard key.utf8.count > longestKey else { return key }
        return Base64URL.text(SHA256.hash(data: Array(key.utf8)))
    }
}
