import EventLog
import Foundation
import LearningRecord
import LibPQ
import Schema
import TestSupport
import Testing

@testable import Projections

@Suite("As of any date, by index")
struct HistoryTests {
    @Test("reads at every position and every time what a replay gives, live and rebuilt", arguments: 0..<4)
    func asOf(seed: UInt64) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<4).map {
                try RandomHistory(seed: seed * 10 + $0 + 800, count: 40, corrections: seed % 2 == 0 ? 15 : 0)
            }
            // In several goes, so that what is late meets rows that are stored.
            for part in 0..<4 {
                for history in histories {
                    _ = try await district.log.append(history.events[(part * 10)..<(part * 10 + 10)].map(\.event))
                }
                try await district.projector.catchUp()
            }
            try await check(district, histories.map(\.learner))
            let live = try await district.rows()
            let report = try await Rebuild(store: district.store).run(ContinuumHistory.name)
            #expect(report.proven == ["Testville"])
            #expect(try await district.rows() == live)
            try await check(district, histories.map(\.learner))
        }
    }

    private func check(_ district: SmallDistrict, _ learners: [LearnerID]) async throws {
        let reader = ContinuumHistoryReader(log: district.log)
        let head = try await district.log.head()
        for learner in learners {
            let events = try await district.log.read(learner: learner)
            for position in 0...head {
                let known = try await reader.rows(of: learner, asOf: .position(position))
                #expect(known == LearnerFold<Continuum>(replaying: events.filter { $0.position <= position }).rows)
            }
            for time in Set(events.map(\.event.occurredAt)) {
                let happened = try await reader.rows(of: learner, asOf: .happened(time))
                #expect(happened == LearnerFold<Continuum>(replaying: events, happenedBy: time).rows)
            }
        }
    }

    @Test("asks the log where the tables do not hold all of the learner: never an older answer")
    func behind() async throws {
        try await SmallDistrict.with { district in
            let (first, second) = (
                try RandomHistory(seed: 31, count: 40, corrections: 0), try RandomHistory(seed: 33, count: 40)
            )
            try await district.append([second], seed: 1)
            _ = try await district.log.append(first.events[..<20].map(\.event))
            try await district.projector.catchUp()
            _ = try await district.log.append(first.events[20...].map(\.event))
            let (by, reader) = (ContinuumHistoryReader(log: district.log), ContinuumReader(log: district.log))
            let end = Instant(microseconds: 30_000 * 86_400_000_000)
            let all = LearnerFold<Continuum>(replaying: try await district.log.read(learner: first.learner)).rows

            for time in [PointInTime.position(80), .happened(end)] {
                #expect(try await by.rows(of: first.learner, asOf: time) == nil)
                #expect(try await reader.rows(of: first.learner, asOf: time) == all)
                // Of others, nothing is missing.
                #expect(try await by.rows(of: second.learner, asOf: time) != nil)
            }
            #expect(try await by.rows(of: first.learner, asOf: .position(60)) != nil)

            try await district.projector.catchUp()
            #expect(try await by.rows(of: first.learner, asOf: .happened(end)) == all)
            _ = try await district.administer { session in
                try session.execute(
                    """
                    insert into proj.parked (tenant, projection, build, learner, position, error)
                    values (\(district.tenant), 'continuum_history', 1, \(first.learner), 70, 'a test')
                    """)
            }
            #expect(try await by.rows(of: first.learner, asOf: .happened(end)) == nil)
            _ = try await district.administer {
                try $0.execute("update proj.registry set version = 9 where projection = 'continuum_history'")
            }
            #expect(try await by.rows(of: second.learner, asOf: .happened(end)) == nil)
            #expect(try await reader.rows(of: second.learner, asOf: .happened(end)) == reader.rows(of: second.learner))
        }
    }

    @Test(
        "of a learner who waits is what it was before the event, and whole again once that can be read",
        arguments: 0..<4)
    func retried(seed: UInt64) async throws {
        try await SmallDistrict.with { district in
            // Much of it late, and some after the event that cannot be read.
            let history = try RandomHistory(seed: seed + 840, count: 40, corrections: 0)
            _ = try await district.log.append(history.events[..<20].map(\.event))
            try await district.projector.catchUp()
            _ = try await district.log.append(history.events[20...].map(\.event))
            let read = history.events[20...].filter { ContinuumHistory.kinds.contains($0.event.kind) }
            let position = read[read.count / 2].position
            try await district.damage(position: position)
            let statuses = try await district.projector.catchUp()
            #expect(statuses.first { $0.projection == ContinuumHistory.name }?.parked.map(\.position) == [position])
            let live = try await district.rows()
            #expect(try await Rebuild(store: district.store).run(ContinuumHistory.name).proven == ["Testville"])
            #expect(try await district.rows() == live)

            try await district.repair(position: position)
            try await district.projector.catchUp()
            try await check(district, [history.learner])
        }
    }

    @Test(
        "a fresh database has its tables; one that had districts before is asked to rebuild, and replays until then",
        arguments: ["0013", "0021"], [false, true])
    func migrated(since migration: String, hasDistrict: Bool) async throws {
        try await withEmptyDatabase { database in
            let before = Migration.all.filter { $0.name < migration }
            try await Migrator(database.options, migrations: before).migrate()
            let admin = try await Connection.connect(database.options)
            if hasDistrict {
                try await admin.run {
                    _ = try $0.execute(
                        "insert into log.tenant (tenant, tenant_id, name) values (1, gen_random_uuid(), 'Old')")
                }
            }
            try await Migrator(database.options).migrate()
            let (version, isSmallState) = try await admin.run {
                (
                    try $0.query(
                        "select version from proj.registry where projection = 'continuum_history' and state = 'live'"
                    ).single(as: Int32.self),
                    try $0.query(
                        """
                        select bool_and(attcompression = 'l') from pg_attribute
                         where attname = 'state' and attrelid::regclass::text ~ '^proj\\..*_state_(b\\d+|template)$'
                        """
                    ).single(as: Bool.self)
                )
            }
            await admin.close()
            #expect((version == ContinuumHistory.version) != hasDistrict)
            #expect(isSmallState)
            let store = Store(
                pool: Pool(Store.options(database.options), size: 2), master: MasterKey(bytes: Array(0..<32)))
            let log = store.log(of: try await store.createDistrict(named: "New"))
            let history = try RandomHistory(seed: 3, count: 20)
            _ = try await log.append(history.events.map(\.event))
            let (by, reader) = (ContinuumHistoryReader(log: log), ContinuumReader(log: log))
            let expected = LearnerFold<Continuum>(replaying: Array(history.events[..<10])).rows
            #expect(try await by.rows(of: history.learner, asOf: .position(10)) == nil)
            #expect(try await reader.rows(of: history.learner, asOf: .position(10)) == expected)
            if hasDistrict {
                // The tables of access are of another version since the first of them as well.
                for name in [ContinuumHistory.name] + (migration == "0013" ? [AccessEquity.name] : []) {
                    _ = try await Rebuild(store: store).run(name)
                }
            }
            #expect(try await Projector(log: log).catchUp().allSatisfy { $0.lag == 0 })
            #expect(try await by.rows(of: history.learner, asOf: .position(10)) == expected)
            await store.close()
        }
    }

    @Test("by both clocks at once: what had happened by one time as far as another knew")
    func both() async throws {
        try await SmallDistrict.with { district in
            let (competency, learner) = (CompetencyID(UUID()), LearnerID(UUID()))
            var story = Story(learner)
            _ = try story.evidence(competency, 1, day: 10)
            let wrong = try story.evidence(competency, 4, day: 11)
            _ = try story.evidence(competency, 2, day: 9)
            _ = story.add(.correction(Correction(voiding: wrong)), day: 20)
            var recorded: [Instant] = []
            for event in story.events {
                _ = try await district.log.append([event.event])
                recorded += try await district.log.read(learner: learner).suffix(1).map(\.recordedAt)
            }
            try await district.projector.catchUp()
            let reader = ContinuumReader(log: district.log)
            func levels(_ time: PointInTime) async throws -> [Int] {
                try await reader.rows(of: learner, asOf: time).compactMap { $0.edge?.level.map { Int($0.ordinal) } }
            }
            func day(_ day: Int64) -> Instant { Instant(microseconds: day * 86_400_000_000) }
            #expect(try await levels(.known(recorded[0])) == [1])
            #expect(try await levels(.known(recorded[2])) == [4])
            #expect(try await levels(.known(recorded[3])) == [1])
            #expect(try await levels(.happened(day(11))) == [1])
            #expect(try await levels(.happened(day(9))) == [2])
            #expect(try await levels(.happened(day(8))) == [])
            #expect(try await levels(.happenedAsKnown(day(11), at: recorded[2])) == [4])
            #expect(try await levels(.happenedAsKnown(day(9), at: recorded[1])) == [])
            #expect(try await levels(.happenedAsKnown(day(9), at: recorded[2])) == [2])
        }
    }
}
