import EventLog
import LearningRecord
import LibPQ
import ReferenceData
import Synchronization

/// The frameworks of the districts in their newest versions. A version never changes, so that each is read once and kept;
/// which one is the newest is asked each time.
final class FrameworkShelf: Sendable {
    private struct Key: Hashable {
        let tenant: Int32
        let framework: FrameworkID
        let version: Int64
    }

    /// Versions that are kept at the most; then all are read anew as they are needed.
    private static let capacity = 256

    private let kept = Mutex<[Key: FrameworkBook]>([:])

    /// The frameworks of a district, by title.
    /// - Throws: `EventLogError`.
    func frameworks(_ log: EventLog) async throws -> DistrictFrameworks {
        let tenant = log.district.tenant
        let books = try await log.run { session in
            try FrameworkStore.frameworks(session, tenant: tenant).map { framework in
                let key = Key(tenant: tenant, framework: framework.id, version: framework.version)
                if let book = self.kept.withLock({ $0[key] }) { return book }
                let book = FrameworkBook(
                    framework: framework,
                    graph: try FrameworkStore.graph(
                        session, tenant: tenant, framework: framework.id, version: framework.version),
                    levels: try FrameworkStore.levels(
                        session, tenant: tenant, framework: framework.id, version: framework.version))
                self.kept.withLock { kept in
                    if kept.count >= Self.capacity { kept = [:] }
                    kept[key] = book
                }
                return book
            }
        }
        // What a district calls its levels where a framework says nothing can change.
        let levels = try await log.run { try FrameworkStore.defaultLevels($0, tenant: tenant) }
        return DistrictFrameworks(books: books, districtLevels: levels)
    }
}

/// One framework in its newest version.
struct FrameworkBook: Sendable {
    let framework: Framework
    let graph: FrameworkGraph
    let levels: FrameworkLevels
}
