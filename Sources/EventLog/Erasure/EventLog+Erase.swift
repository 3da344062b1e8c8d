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
    /// - Throws: `EventLogError.requestOpen` while somebody waits to see the record, or that of another id of the person.
    @discardableResult
    public func erase(
        _ learner: LearnerID, id: EventID, basis: LearnerErased.Basis, by assertion: Assertion, at time: Instant,
        reference: @escaping @Sendable (Session) throws -> Void = { _ in }
    ) async throws -> AppendReceipt {
        try await erase(
            Erasure(id: id, learner: learner, reach: .everything, basis: basis, by: assertion, at: time),
            reference: reference)
    }

    /// Carries out an erasure. Where the keys are in another database, the key is destroyed there once the log says so;
    /// whoever is killed in between, ``Store/finishErasures()`` ends it.
    /// - Parameters:
    ///   - isRepeated: whether it was carried out before, in a copy of this log that was newer: then a request that is
    ///     open here was answered before it.
    ///   - reference: what else is emptied in the same transaction.
    /// - Throws: `EventLogError.requestOpen` while somebody waits to see the record, or that of another id of the person;
    ///   `.alreadyErased` where another erasure has done it, and this one has done nothing.
    @discardableResult
    public func erase(
        _ erasure: Erasure, isRepeated: Bool = false,
        reference: @escaping @Sendable (Session) throws -> Void = { _ in }
    ) async throws -> AppendReceipt {
        let prepared = try await prepare([erasure.event], expecting: [:])
        let tenant = district.tenant
        let inputType = try await store.inputType()
        let receipt = try await transaction { session in
            // The append takes the district's lock first: no words can be sealed, and no request can come in, between
            // it and the commit.
            let receipt = try prepared.send(session, tenant: tenant, inputType: inputType)
            if !isRepeated { try checkMayErase(session, erasure) }
            try Self.destroyKey(session, tenant: tenant, erasure)
            try reference(session)
            return receipt
        }
        keyring.forget(erasure.learner)
        store.hints.committed(tenant)
        if let keyPool = store.keyPool {
            try await EventLogError.translating {
                try await keyPool.transaction { session in
                    session.set("waymark.tenant", to: String(tenant))
                    try Self.destroyKey(session, tenant: tenant, erasure)
                }
            }
        }
        return receipt
    }

    /// Refuses while somebody waits to see the record under any id of the person, and where there is nothing left to erase.
    private func checkMayErase(_ session: Session, _ erasure: Erasure) throws {
        if let open = try openRequests(session, ofPersonOf: erasure.learner).first {
            throw EventLogError.requestOpen(erasure.learner, open.event)
        }
        let (tenant, isWhole) = (district.tenant, erasure.reach == .everything)
        let isDone = try !session.query(
            """
            select from log.event where tenant = \(tenant) and learner = \(erasure.learner) and kind in (21, 25)
               and event_id <> \(erasure.id) and (kind = 21 or not \(isWhole))
            """
        ).isEmpty
        if isDone { throw EventLogError.alreadyErased(erasure.learner) }
    }

    /// Whether the keys of the district's words are in the database of the keys.
    public func keepsKeysApart() async throws -> Bool {
        try await EventLogError.translating { try await keyring.homeNow(in: store.pool) !== store.pool }
    }

    /// The learners who have a key: of whom there are words that can be opened.
    public func learnersWithKeys() async throws -> Set<LearnerID> {
        let tenant = district.tenant
        return try await EventLogError.translating {
            try await keyring.homeNow(in: store.pool).run { session in
                session.set("waymark.tenant", to: String(tenant))
                let learners = try session.query(
                    "select learner from vault.learner_key where tenant = \(tenant) and destroyed_at is null"
                ).column(as: LearnerID.self)
                return Set(learners)
            }
        }
    }

    /// Destroys the key in one vault, with the files that nobody can read without it, and notes there what the log says.
    static func destroyKey(_ session: Session, tenant: Int32, _ erasure: Erasure) throws {
        _ = try session.query("select vault.destroy_key(\(tenant), \(erasure.learner))")
        try session.execute(
            "delete from vault.evidence_file where tenant = \(tenant) and learner = \(erasure.learner)")
        try session.execute(
            """
            insert into vault.erasure (tenant, event_id, learner, kind, occurred_at, basis, asserted_role, asserted_by)
            values (\(tenant), \(erasure.id), \(erasure.learner), \(erasure.reach.kind.rawValue), \(erasure.at),
                \(erasure.basis.code), \(erasure.assertedBy.role.code), \(erasure.assertedBy.person))
            on conflict do nothing
            """)
    }

    /// Notes in the record's vault the erasures that the log has: for a log that came with them.
    public func noteErasures(_ session: Session) throws {
        let tenant = district.tenant
        try session.execute(
            """
            insert into vault.erasure (tenant, event_id, learner, kind, occurred_at, basis, asserted_role, asserted_by)
            select tenant, event_id, learner, kind, occurred_at, code, asserted_role, asserted_by
              from log.event where tenant = \(tenant) and kind in (21, 25)
            on conflict do nothing
            """)
    }

    /// Whether a learner was erased: the words, and who it was.
    public func isErased(_ learner: LearnerID) async throws -> Bool {
        let tenant = district.tenant
        return try await run { session in
            try !session.query(
                """
                select from log.event where tenant = \(tenant) and learner = \(learner) and kind in (21, 25)
                    and kind = \(EventKind.learnerErased.rawValue)
                """
            ).isEmpty
        }
    }
}
