/// Token buckets, one a key: who may try again now, and when else. Its decisions only; the clock is the caller's.
///
/// A bucket holds `burst` tokens and regains one every `interval`. Instead of counting tokens, a bucket keeps the moment
/// when it will be full again, from which the tokens follow exactly. A full bucket is no bucket: who has none has all
/// tokens.
public struct TokenBuckets<Instant: InstantProtocol & Sendable>: Sendable where Instant.Duration == Duration {
    /// How many tries there are at once.
    public let burst: Int
    /// How long it takes to regain one.
    public let interval: Duration
    /// When each bucket is full again, the one used longest ago first.
    private var fullAt: RecentEntries<Instant>

    /// - Parameters:
    ///   - maximumKeys: how many buckets are kept. The one used longest ago gives way to a new one; it is the likeliest
    ///     to be full again.
    public init(burst: Int, interval: Duration, maximumKeys: Int) {
        precondition(burst > 0 && interval > .zero, "a bucket without tokens lets nobody in")
        self.burst = burst
        self.interval = interval
        fullAt = RecentEntries(maximum: maximumKeys)
    }

    /// How many buckets are kept.
    public var count: Int { fullAt.count }

    /// Takes a token out of a key's bucket, if there is one. A refused try costs nothing: it does not put off the next.
    public mutating func take(_ key: String, at now: Instant) -> RateVerdict {
        let begin = fullAt[key].map { max($0, now) } ?? now
        let full = begin.advanced(by: interval)
        let wait = now.duration(to: full) - interval * burst
        if wait > .zero { return .refused(retryAfter: wait) }
        fullAt.put(full, for: key)
        return .allowed
    }

    /// Fills a key's bucket, for instance after a sign-in that succeeded.
    public mutating func forget(_ key: String) {
        fullAt.remove(key)
    }
}
