public import EventLog
public import LearningRecord
public import LibPQ

/// One version of a framework, whole. A version never changes, so that it is read once and kept (``Shelf``).
public struct FrameworkBook: Sendable {
    /// What it is called, and where it is from.
    public let framework: Framework
    /// What leads to what.
    public let graph: FrameworkGraph
    /// The levels that it has words for.
    public let criteria: [FrameworkLevels.Criterion]

    /// The words of its levels.
    /// - Parameter districtDefault: what the district calls its levels, which can change.
    public func levels(_ districtDefault: LevelScale) -> FrameworkLevels {
        FrameworkLevels(criteria: criteria, districtDefault: districtDefault)
    }
}

extension FrameworkStore {
    private struct BookKey: Hashable {
        let tenant: Int32
        let framework: FrameworkID
        let version: Int64
    }

    /// A version of a framework; `nil` where the district has no such version.
    ///
    /// For sessions that see what is committed: what a transaction reads of its own and then takes back would stay.
    /// - Throws: `PostgresError`.
    public static func book(
        _ session: Session, of log: EventLog, _ id: FrameworkID, version: Int64
    ) throws(PostgresError) -> FrameworkBook? {
        let tenant = log.district.tenant
        let key = BookKey(tenant: tenant, framework: id, version: version)
        return try log.store.shelf.value(of: key) { () throws(PostgresError) in
            guard let framework = try framework(session, tenant: tenant, id: id, version: version) else { return nil }
            return FrameworkBook(
                framework: framework,
                graph: try graph(session, tenant: tenant, framework: id, version: version),
                criteria: try criteria(session, tenant: tenant, framework: id, version: version))
        }
    }
}
