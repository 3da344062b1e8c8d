import Synchronization
import TestSupport
import Testing

@testable import Service

@Suite("Limits on tries")
struct RateLimitTests {
    private typealias Buckets = TokenBuckets<ContinuousClock.Instant>
    private let begin = ContinuousClock.now

    @Test("a key has its tries at once, then one each interval, and the answer says when")
    func refills() {
        var buckets = Buckets(burst: 3, interval: .seconds(10), maximumKeys: 10)
        for _ in 0..<3 { #expect(buckets.take("a", at: begin) == .allowed) }
        #expect(buckets.take("a", at: begin) == .refused(retryAfter: .seconds(10)))
        #expect(buckets.take("a", at: begin + .seconds(4)) == .refused(retryAfter: .seconds(6)))
        #expect(buckets.take("a", at: begin + .seconds(10)) == .allowed)
        #expect(buckets.take("a", at: begin + .seconds(10)) == .refused(retryAfter: .seconds(10)))
        // Long after, the bucket is full, and not fuller.
        for _ in 0..<3 { #expect(buckets.take("a", at: begin + .seconds(900)) == .allowed) }
        #expect(buckets.take("a", at: begin + .seconds(900)) != .allowed)
    }

    @Test("keys have buckets of their own, and a key that is forgotten has all its tries again")
    func keys() {
        var buckets = Buckets(burst: 1, interval: .seconds(10), maximumKeys: 10)
        #expect(buckets.take("a", at: begin) == .allowed)
        #expect(buckets.take("b", at: begin) == .allowed)
        #expect(buckets.take("a", at: begin) != .allowed)
        buckets.forget("a")
        buckets.forget("nobody")
        #expect(buckets.take("a", at: begin) == .allowed)
        #expect(buckets.take("b", at: begin) != .allowed)
    }

    @Test("the key used longest ago gives way when there are too many")
    func eviction() {
        var buckets = Buckets(burst: 1, interval: .seconds(10), maximumKeys: 2)
        _ = buckets.take("a", at: begin)
        _ = buckets.take("b", at: begin)
        _ = buckets.take("c", at: begin)
        #expect(buckets.count == 2)
        #expect(buckets.take("b", at: begin) != .allowed)
        #expect(buckets.take("a", at: begin) == .allowed)
    }

    @Test("it allows what counting tokens one by one allows", arguments: 0..<200 as Range<UInt64>)
    func asCounted(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let burst = Int.random(in: 1...5, using: &random)
        let interval = Int.random(in: 1...20, using: &random)
        var buckets = Buckets(burst: burst, interval: .milliseconds(interval), maximumKeys: 10)
        // Tokens in parts: a whole one has `interval` of them.
        var (parts, time) = (burst * interval, 0)
        for _ in 0..<300 {
            let passed = Int.random(in: 0...(interval * 2), using: &random)
            time += passed
            parts = min(parts + passed, burst * interval)
            let verdict = buckets.take("a", at: begin + .milliseconds(time))
            if parts >= interval {
                #expect(verdict == .allowed)
                parts -= interval
            } else {
                #expect(verdict == .refused(retryAfter: .milliseconds(interval - parts)))
            }
        }
    }

    @Test("seconds to wait are rounded up, and at least one")
    func seconds() {
        #expect(RateVerdict.allowed.retryAfterSeconds == nil)
        #expect(RateVerdict.refused(retryAfter: .milliseconds(1)).retryAfterSeconds == 1)
        #expect(RateVerdict.refused(retryAfter: .seconds(7)).retryAfterSeconds == 7)
        #expect(RateVerdict.refused(retryAfter: .milliseconds(7001)).retryAfterSeconds == 8)
    }

    @Test("many tasks together get no more tries than there are")
    func together() async {
        let time = Mutex(ContinuousClock.now)
        let limit = RateLimit(burst: 50, interval: .seconds(60), now: { time.withLock { $0 } })
        let allowed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { (0..<20).count { _ in limit.take("everybody") == .allowed } }
            }
            return await group.reduce(0, +)
        }
        #expect(allowed == 50)
        time.withLock { $0 += .seconds(120) }
        #expect((0..<5).count { _ in limit.take("everybody") == .allowed } == 2)
    }

    @Test("keys of any length are told apart")
    func longKeys() {
        let limit = RateLimit(burst: 1, interval: .seconds(60))
        let long = String(repeating: "x", count: 100_000)
        #expect(limit.take(long + "a") == .allowed)
        #expect(limit.take(long + "b") == .allowed)
        #expect(limit.take(long + "a") != .allowed)
        limit.forget(long + "a")
        #expect(limit.take(long + "a") == .allowed)
        #expect(limit.count == 2)
    }
}
