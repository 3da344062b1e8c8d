import LibPQ

extension Store {
    /// Has the server gather statistics of the tables of people anew: those that stand hold samples of what was in them,
    /// also of who was erased.
    /// - Throws: `EventLogError`.
    public func forgetStatistics() async throws {
        try await EventLogError.translating {
            _ = try await pool.run { try $0.query("select waymark.forget_statistics()") }
        }
    }

    /// Has the server gather statistics of the tables of reference data and projections that changed much since it last
    /// did, so that queries right after an import are planned for what is in them. Costs a look at the catalogue when
    /// there is nothing to do, and a sample of each table that changed otherwise.
    /// - Throws: `EventLogError`.
    public func gatherStatistics() async throws {
        try await EventLogError.translating {
            _ = try await pool.run { try $0.query("select waymark.gather_statistics()") }
        }
    }
}
