public import LearningRecord
public import LibPQ

extension EventLog {
    /// Appends events, all or none, durably. A known id with the same content answers its old position, so a retry is
    /// a success.
    /// - Parameter expecting: for a learner, the position of the newest event the caller knows of (0: none).
    /// - Throws: `EventLogError`.
    public func append(
        _ events: [LearningEvent], expecting: [LearnerID: Int64] = [:]
    ) async throws -> AppendReceipt {
        let prepared = try await prepare(events, expecting: expecting)
        let tenant = district.tenant
        let inputType = try await store.inputType()
        let receipt = try await EventLogError.translating {
            try await store.pool.run { try prepared.send($0, tenant: tenant, inputType: inputType) }
        }
        await store.hints.committed(tenant)
        return receipt
    }

    /// Appends events inside a transaction of the caller, who does nothing after it but commit: the district's order
    /// stays locked until then.
    public func append(
        _ events: [LearningEvent], before: @escaping @Sendable (Session) throws -> Void
    ) async throws -> AppendReceipt {
        let prepared = try await prepare(events, expecting: [:])
        let tenant = district.tenant
        let inputType = try await store.inputType()
        let receipt = try await transaction { session in
            try before(session)
            return try prepared.send(session, tenant: tenant, inputType: inputType)
        }
        await store.hints.committed(tenant)
        return receipt
    }

    func prepare(_ events: [LearningEvent], expecting: [LearnerID: Int64]) async throws -> PreparedAppend {
        let learners = Set(events.lazy.filter { !$0.words.isEmpty }.map(\.learner))
        let keys = learners.isEmpty ? [:] : try await keyring.keys(for: learners, in: store.pool)
        return try PreparedAppend(events, expecting: expecting, keys: keys)
    }
}
