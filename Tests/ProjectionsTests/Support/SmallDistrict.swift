import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport

/// A district of a test's own, with a key, and the ways to fill and read it.
struct SmallDistrict {
    let store: Store
    let log: EventLog
    let database: TestDatabase
    private let admin: Pool

    /// Runs a test with a district.
    static func with(_ body: (SmallDistrict) async throws -> Void) async throws {
        try await withTestDatabase { database in
            let store = Store(
                pool: Pool(Store.options(database.options), size: 4), master: MasterKey(bytes: Array(0..<32)))
            let district = try await store.createDistrict(named: "Testville")
            let admin = Pool(database.options, size: 1)
            let small = SmallDistrict(store: store, log: store.log(of: district), database: database, admin: admin)
            do {
                try await body(small)
            } catch {
                await small.close()
                throw error
            }
            await small.close()
        }
    }

    /// Another district of the same database.
    init(_ neighbour: SmallDistrict, of district: District) {
        self.init(
            store: neighbour.store, log: neighbour.store.log(of: district), database: neighbour.database,
            admin: neighbour.admin)
    }

    private init(store: Store, log: EventLog, database: TestDatabase, admin: Pool) {
        self.store = store
        self.log = log
        self.database = database
        self.admin = admin
    }

    private func close() async {
        await store.pool.close()
        await admin.close()
    }

    var tenant: Int32 { log.district.tenant }
    var projector: Projector { Projector(log: log) }

    /// Appends the events of random histories, woven into each other, in calls of random size.
    func append(_ histories: [RandomHistory], seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var rest = histories.map { $0.events.map(\.event)[...] }
        while rest.contains(where: { !$0.isEmpty }) {
            var call: [LearningEvent] = []
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                let index = Int.random(in: 0..<rest.count, using: &generator)
                if let event = rest[index].popFirst() { call.append(event) }
            }
            _ = try await log.append(call)
        }
    }

    /// Every row of every table of the projections, as text.
    func rows() async throws -> [String] {
        let tenant = tenant
        return try await log.run { session in
            var rows: [String] = []
            for table in ProjectionCatalogue.all.flatMap({ $0.tables }) {
                rows += try session.query(
                    "select t::text from proj.\(identifier: table.name) t where tenant = \(tenant) order by 1"
                ).column(as: String.self).map { "\(table.name) \($0)" }
            }
            return rows
        }
    }

    /// The rows that the pure folds give for what stands in the log.
    func expectedContinuum() async throws -> [LearnerID: [ContinuumRow]] {
        let events = try await log.read(after: 0, limit: .max)
        return Dictionary(grouping: events, by: \.event.learner)
            .mapValues { LearnerFold<Continuum>(replaying: $0).rows }
            .filter { !$0.value.isEmpty }
    }

    /// The rows of the continuum as they are stored.
    func storedContinuum() async throws -> [LearnerID: [ContinuumRow]] {
        let tenant = tenant
        return try await log.run { session in
            var rows: [LearnerID: [ContinuumRow]] = [:]
            let columns = ContinuumRow.columns(of: "c")
            for row in try session.query(
                "select c.learner, \(sql: columns) from proj.continuum c where c.tenant = \(tenant)")
            {
                var columns = row.columns()
                let learner: LearnerID = try columns.next()
                rows[learner, default: []].append(try ContinuumRow(from: &columns))
            }
            return rows.mapValues { $0.sorted { $0.competency.uuid < $1.competency.uuid } }
        }
    }

    /// Runs statements as superuser.
    func administer<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        try await admin.run(body)
    }
}
