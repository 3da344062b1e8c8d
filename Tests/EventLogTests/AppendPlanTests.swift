import EventLog
import LearningRecord
import LibPQ
import Testing

/// The append function keeps one plan, which a connection may have made when the log was empty.
@Suite("The plan of an append")
struct AppendPlanTests {
    @Test("an append reads a few index entries, however long the log has grown since its plan was made")
    func entriesRead() async throws {
        try await withLog(connections: 1) { fixture in
            let log = fixture.log
            var maker = EventMaker(seed: 24)
            let learner = maker.learners[0]
            var expected = try await log.append([maker.attempt(of: learner)], expecting: [learner: 0]).last
            _ = try await log.append(maker.next(3_000))
            expected = try await log.append([maker.attempt(of: learner)]).last
            let before = try await entriesRead(fixture)
            for _ in 0..<100 {
                expected = try await log.append([maker.attempt(of: learner)], expecting: [learner: expected]).last
            }
            let after = try await entriesRead(fixture)
            #expect(after - before < 100 * 10)
        }
    }

    /// Entries of the log's indexes that were read since the server began.
    private func entriesRead(_ fixture: LogFixture) async throws -> Int64 {
        try await fixture.store.pool.run { _ = try $0.query("select pg_stat_force_next_flush()") }
        return try await fixture.asAdministrator { session in
            try session.query(
                "select sum(idx_tup_read)::int8 from pg_stat_all_indexes where schemaname = 'log'"
            ).single(as: Int64.self)
        }
    }
}
