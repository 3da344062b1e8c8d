public import LearningRecord
import LibPQ

extension EventLog {
    /// What a bulk append answers: how far it came.
    public struct BulkReceipt: Hashable, Sendable {
        /// Events that were sent.
        public var events = 0
        /// How many of them were known before.
        public var known = 0
        /// The highest position met.
        public var last: Int64 = 0
    }

    /// Events of one call of the append function, at most: large enough that the commit does not count, small enough
    /// that others need not wait long for the district's order.
    public static let chunk = 5_000

    /// Appends many events in chunks, each all or none and durable on its own, for imports: while the server works on
    /// one chunk the next is checked, sealed and encoded.
    ///
    /// After an error, every chunk that `progress` was told of is stored; the same call again is safe.
    public func appendInBulk(
        _ events: [LearningEvent], chunk: Int = EventLog.chunk,
        progress: (@Sendable (BulkReceipt) -> Void)? = nil
    ) async throws -> BulkReceipt {
        var total = BulkReceipt()
        var ready = events.isEmpty ? nil : try await prepare(Array(events.prefix(chunk)))
        var next = min(chunk, events.count)
        let inputType = try await store.inputType()
        let tenant = district.tenant
        let pool = store.pool
        while let sending = ready {
            async let receipt = EventLogError.translating {
                try await pool.run { try sending.send($0, tenant: tenant, inputType: inputType) }
            }
            let end = min(next + chunk, events.count)
            do {
                ready = next < end ? try await prepare(Array(events[next..<end])) : nil
            } catch {
                // What is on its way arrives before the error is told.
                total.add(try await receipt)
                progress?(total)
                throw error
            }
            next = end
            total.add(try await receipt)
            store.hints.committed(tenant)
            progress?(total)
        }
        return total
    }
}

extension EventLog.BulkReceipt {
    fileprivate mutating func add(_ receipt: AppendReceipt) {
        events += receipt.positions.count
        known += receipt.known
        last = max(last, receipt.last)
    }
}
