import EventLog
import LibPQ
import Synchronization

/// The districts of the database, and what the service keeps for each: the writer that groups its appends.
final class Districts: Sendable {
    private struct Known {
        var district: District
        var writer: GroupingWriter
    }

    private let store: Store
    private let appending: Pool
    private let metrics: ServiceMetrics
    private let known = Mutex<[Int32: Known]>([:])

    /// - Parameter appending: the connections that all writers share, so that districts that write at the same time take
    ///   none from those who read.
    init(store: Store, appending: Pool, metrics: ServiceMetrics) {
        self.store = store
        self.appending = appending
        self.metrics = metrics
    }

    /// Every district, by name.
    /// - Throws: `EventLogError`.
    func all() async throws -> [District] { try await store.districts() }

    /// The district with this number; `nil` when there is none.
    /// - Throws: `EventLogError`.
    func district(_ tenant: Int32) async throws -> District? {
        if let district = known.withLock({ $0[tenant]?.district }) { return district }
        for district in try await store.districts() { _ = writer(of: district) }
        return known.withLock { $0[tenant]?.district }
    }

    /// The writer of a district: one for all who append to it.
    func writer(of district: District) -> GroupingWriter {
        known.withLock { known in
            if let found = known[district.tenant] { return found.writer }
            let log = store.log(of: district)
            let writer = GroupingWriter(log: log, pool: appending) { [metrics] in metrics.count($0) }
            known[district.tenant] = Known(district: district, writer: writer)
            return writer
        }
    }
}
