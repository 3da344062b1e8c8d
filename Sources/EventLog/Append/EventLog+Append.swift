public import LearningRecord
public import LibPQ

extension EventLog {
    /// Events from which on a call is prepared in two halves at once.
    private static let worthHalving = 200

    /// Appends events, all or none, durably. A known id with the same content answers its old position, so a retry is
    /// a success.
    /// - Parameter expecting: for a learner, the position of the newest event the caller knows of (0: none).
    /// - Throws: `EventLogError`.
    public func append(
        _ events: [LearningEvent], expecting: [LearnerID: Int64] = [:]
    ) async throws -> AppendReceipt {
        try await send(try await prepareInHalves(events, expecting: expecting))
    }

    /// Appends events inside a transaction of the caller, who does nothing after it but commit: the district's order
    /// stays locked until then.
    public func append(
        _ events: [LearningEvent], before: @escaping @Sendable (Session) throws -> Void
    ) async throws -> AppendReceipt {
        try await send(try await prepare(events), before: before)
    }

    /// Sends a prepared call in a transaction that does something else first.
    func send(
        _ prepared: PreparedAppend, before: @escaping @Sendable (Session) throws -> Void
    ) async throws -> AppendReceipt {
        let tenant = district.tenant
        let inputType = try await store.inputType()
        let receipt = try await transaction { session in
            try before(session)
            return try prepared.send(session, tenant: tenant, inputType: inputType)
        }
        store.hints.committed(tenant)
        return receipt
    }

    /// Sends a prepared call in a transaction of its own, durably.
    func send(_ prepared: PreparedAppend) async throws -> AppendReceipt {
        let tenant = district.tenant
        let inputType = try await store.inputType()
        let receipt = try await EventLogError.translating {
            try await store.pool.run { try prepared.send($0, tenant: tenant, inputType: inputType) }
        }
        store.hints.committed(tenant)
        return receipt
    }

    /// Checks, seals and encodes events.
    func prepare(
        _ events: [LearningEvent], expecting: [LearnerID: Int64] = [:]
    ) async throws -> PreparedAppend {
        try PreparedAppend(events[...], expecting: expecting, keys: try await keys(for: events))
    }

    /// As `prepare`, but a large call on two cores at once: for a caller who waits for it.
    private func prepareInHalves(
        _ events: [LearningEvent], expecting: [LearnerID: Int64]
    ) async throws -> PreparedAppend {
        guard events.count >= Self.worthHalving else { return try await prepare(events, expecting: expecting) }
        let keys = try await keys(for: events)
        let middle = events.count / 2
        async let secondHalf = Self.tryPreparing(events[middle...], keys: keys)
        let firstHalf = try? PreparedAppend(events[..<middle], expecting: expecting, keys: keys)
        if var prepared = firstHalf, let second = await secondHalf, prepared.join(second) { return prepared }
        // What is wrong is said of the call as a whole; and only as a whole can it hold repeats.
        return try PreparedAppend(events[...], expecting: expecting, keys: keys)
    }

    /// On a thread of the pool, wherever the caller runs.
    @concurrent private static func tryPreparing(
        _ events: ArraySlice<LearningEvent>, keys: [LearnerID: LearnerKey]
    ) async -> PreparedAppend? {
        try? PreparedAppend(events, keys: keys)
    }

    private func keys(for events: [LearningEvent]) async throws -> [LearnerID: LearnerKey] {
        let learners = events.compactMap { $0.words.isEmpty ? nil : $0.learner }
        if learners.isEmpty { return [:] }
        return try await EventLogError.translating { try await keyring.keys(for: learners, in: store.pool) }
    }
}
