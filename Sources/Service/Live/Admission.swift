import Synchronization

/// How much of what is to be appended may be under way at once: more is turned away at the door and asked to come again,
/// so that what was let in is answered in time and memory stays bounded.
final class Admission: Sendable {
    /// Bytes of bodies that may be under way.
    let limit: Int
    private let metrics: ServiceMetrics
    private let underWay = Mutex(0)

    init(limit: Int, metrics: ServiceMetrics) {
        self.limit = limit
        self.metrics = metrics
    }

    /// Runs `body` while `bytes` count as under way.
    /// - Throws: ``Problem`` of the sort `overloaded`, or what the body throws.
    func admit<Value>(_ bytes: Int, _ body: () async throws -> Value) async throws -> Value {
        let isIn = underWay.withLock { underWay in
            guard underWay == 0 || underWay + bytes <= limit else { return false }
            underWay += bytes
            return true
        }
        guard isIn else {
            metrics.countRefused()
            throw Problem(
                .overloaded, "More events are on their way than can be taken; send them again.", retryAfter: 1)
        }
        defer { underWay.withLock { $0 -= bytes } }
        return try await body()
    }

    /// Bytes under way: for metrics.
    var load: Int { underWay.withLock(\.self) }
}
