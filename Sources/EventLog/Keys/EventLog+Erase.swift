public import LearningRecord
public import LibPQ

extension EventLog {
    /// Erases a learner: in one transaction the log says so, the key of the learner's words is destroyed, and
    /// `reference` empties who the learner was. The facts stay under a pseudonym that leads to nobody.
    ///
    /// Doing it again destroys nothing more and appends nothing.
    /// - Parameters:
    ///   - id: the id of the event that says so: the same again is a retry.
    ///   - reference: what else is emptied in the same transaction.
    public func erase(
        _ learner: LearnerID, id: EventID, basis: LearnerErased.Basis, by assertion: Assertion, at time: Instant,
        reference: @escaping @Sendable (Session) throws -> Void = { _ in }
    ) async throws -> AppendReceipt {
        let event = LearningEvent(
            id: id, learner: learner, occurredAt: time, assertedBy: assertion,
            facts: .learnerErased(LearnerErased(basis: basis)))
        let prepared = try await prepare([event], expecting: [:])
        let tenant = district.tenant
        let inputType = try await store.inputType()
        let receipt = try await transaction { session in
            // The append takes the district's lock first: no words can be sealed between it and the commit.
            let receipt = try prepared.send(session, tenant: tenant, inputType: inputType)
            _ = try session.query("select vault.destroy_key(\(tenant), \(learner))")
            try reference(session)
            return receipt
        }
        keyring.forget(learner)
        store.hints.committed(tenant)
        return receipt
    }

    /// Whether the key of a learner's words was destroyed.
    public func isErased(_ learner: LearnerID) async throws -> Bool {
        let tenant = district.tenant
        return try await run { session in
            try !session.query(
                """
                select from vault.learner_key
                where tenant = \(tenant) and learner = \(learner) and destroyed_at is not null
                """
            ).isEmpty
        }
    }
}
