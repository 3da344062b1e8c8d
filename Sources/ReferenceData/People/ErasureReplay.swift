public import EventLog
import LearningRecord

/// Carries out erasures again in a record that was restored from a copy made before them: the same events, the keys
/// destroyed, the reference data emptied.
public enum ErasureReplay {
    /// Does all that are missing, in order; killed, the same again goes on.
    /// - Parameter erasures: of the store's districts; those of others are left out.
    /// - Returns: how many were carried out.
    /// - Throws: `EventLogError`.
    @discardableResult
    public static func run(
        _ erasures: [DistrictErasure], in store: Store, progress: (@Sendable (Int, Int) -> Void)? = nil
    ) async throws -> Int {
        let logs = Dictionary(
            try await store.districts().map { ($0.id, store.log(of: $0)) }, uniquingKeysWith: { first, _ in first })
        let known = Set(try await store.erasures().map(\.erasure.id))
        let ours = erasures.filter { logs[$0.district] != nil && !known.contains($0.erasure.id) }
        for (index, item) in ours.enumerated() {
            try Task.checkCancellation()
            guard let log = logs[item.district] else { continue }
            let (tenant, erasure) = (log.district.tenant, item.erasure)
            try await log.erase(erasure, isRepeated: true) { session in
                if erasure.reach == .everything {
                    try PersonErasure.erase(session, tenant: tenant, person: erasure.learner)
                }
            }
            progress?(index + 1, ours.count)
        }
        return ours.count
    }
}
