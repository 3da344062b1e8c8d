import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// A record whose keys are in another database.
@Suite("Keys in a database of their own")
struct KeyDatabaseTests {
    @Test("the record holds no key; words are read and written; without the key database nothing is taken for erased")
    func apart() async throws {
        try await withKeyDatabase { fixture, keys in
            var maker = EventMaker(seed: 81, learners: 3)
            let events = maker.next(20)
            _ = try await fixture.log.append(events)
            #expect(try await fixture.log.words(at: Array(1...20)).count == 20)
            for table in ["tenant_key", "learner_key"] {
                #expect(try await count(fixture.database, table) == 0)
                #expect(try await count(keys, table) > 0)
            }
            // A program that was not told of the key database makes no second key and calls nobody erased.
            let blind = Store(pool: fixture.store.pool, master: testMasterKey).log(of: fixture.district)
            for attempt in 0..<2 {
                do {
                    if attempt == 0 {
                        _ = try await blind.words(at: [1])
                    } else {
                        _ = try await blind.append(maker.next(1))
                    }
                    Issue.record("went on without the keys")
                } catch EventLogError.key(let error) {
                    #expect(error == .keysElsewhere)
                }
            }
            #expect(try await count(fixture.database, "tenant_key") == 0)
            #expect(try await fixture.store.isKeyDatabase() == false)
            let other = Store(pool: Pool(Store.options(keys.options), size: 1), master: nil)
            #expect(try await other.isKeyDatabase())
            await other.close()
        }
    }

    @Test("a key database that serves another district under the number, or none, is refused by name")
    func wrongOne() async throws {
        try await withKeyDatabase { fixture, keys in
            var maker = EventMaker(seed: 82, learners: 1)
            _ = try await fixture.log.append(maker.next(1))
            try await withTestDatabase { empty in
                let pool = Pool(Store.options(empty.options), size: 1)
                let store = Store(pool: fixture.store.pool, master: testMasterKey, keyPool: pool)
                do {
                    _ = try await store.log(of: fixture.district).words(at: [1])
                    Issue.record("a key database without the keys was taken")
                } catch EventLogError.key(let error) {
                    #expect(error == .notThisKeyDatabase)
                }
                await pool.close()
            }
            let event = maker.attempt()
            try await withLog { second in
                let pool = Pool(Store.options(keys.options), size: 1)
                let store = Store(pool: second.store.pool, master: testMasterKey, keyPool: pool)
                do {
                    _ = try await store.log(of: second.district).append([event])
                    Issue.record("two districts share a number")
                } catch EventLogError.key(let error) {
                    #expect(error == .notThisKeyDatabase)
                }
                await pool.close()
            }
        }
    }

    @Test("an erasure reaches both; who is killed in between, the next to open the store ends it")
    func erasing() async throws {
        try await withKeyDatabase { fixture, keys in
            var maker = EventMaker(seed: 83, learners: 2)
            let (ada, ben) = (maker.learners[0], maker.learners[1])
            _ = try await fixture.log.append([maker.attempt(of: ada), maker.attempt(of: ben)])
            // The log's half alone: as after a crash before the other half.
            let half = Store(pool: fixture.store.pool, master: testMasterKey).log(of: fixture.district)
            try await half.erase(erasure(of: ada, .everything))
            #expect(try await live(keys) == 2)
            do {
                _ = try await fixture.log.append([maker.attempt(of: ada)])
                Issue.record("words were sealed after the erasure")
            } catch EventLogError.erased {}
            #expect(try await fixture.store.finishErasures() == 1)
            #expect(try await fixture.store.finishErasures() == 0)
            #expect(try await live(keys) == 1)
            let fresh = fixture.store.log(of: fixture.district)
            #expect(try await fresh.words(at: [1, 2]).keys.sorted() == [2])
            try await fixture.log.erase(erasure(of: ben, .words))
            #expect(try await live(keys) == 0)
            #expect(try await fixture.store.missingErasures().isEmpty)
            #expect(try await fixture.log.verify() == .intact(events: 4))
        }
    }

    @Test("keys move there and back, with those that were destroyed; what was cached goes on")
    func moving() async throws {
        try await withLog { fixture in
            try await withTestDatabase { keys in
                var maker = EventMaker(seed: 84, learners: 4)
                let events = maker.next(12)
                _ = try await fixture.log.append(events)
                try await fixture.log.erase(erasure(of: events[0].learner, .everything))
                let kept = Set(events.map(\.learner)).subtracting([events[0].learner])
                let pool = Pool(Store.options(keys.options), size: 2)
                let store = Store(pool: fixture.store.pool, master: testMasterKey, keyPool: pool)
                for isBack in [false, true] {
                    let cached = isBack ? store.log(of: fixture.district) : fixture.log
                    _ = try await cached.words(at: [2])
                    for run in 0..<2 {
                        let report = try await move(fixture, keys, back: isBack)
                        #expect(report.keys == Int64(kept.count))
                        #expect(report.wasDone == (run == 1))
                    }
                    #expect(try await live(fixture.database) == (isBack ? Int64(kept.count) : 0))
                    #expect(try await live(keys) == (isBack ? 0 : Int64(kept.count)))
                    let log = store.log(of: fixture.district)
                    #expect(try await log.learnersWithKeys() == kept)
                    let readable = events.filter { kept.contains($0.learner) }.count
                    #expect(try await log.words(at: Array(1...12)).count == readable)
                    _ = try await log.append([maker.attempt(of: kept.first)])
                    #expect(try await store.missingErasures().isEmpty)
                    #expect(try await store.finishErasures() == 0)
                    // Who has keys in memory seals with them; who asks where they were is told.
                    _ = try await cached.append([maker.attempt(of: kept.first)])
                    if !isBack {
                        await #expect(throws: EventLogError.self) { _ = try await cached.words(at: [2]) }
                    }
                }
                await pool.close()
            }
        }
    }

    @Test("a move into the same database is refused, and deletes nothing")
    func intoItself() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 85, learners: 2)
            _ = try await fixture.log.append(maker.next(4))
            await #expect(throws: EventLogError.self) { _ = try await move(fixture, fixture.database, back: false) }
            #expect(try await live(fixture.database) > 0)
            #expect(try await fixture.log.words(at: [1]).count == 1)
            let same = Store(
                pool: fixture.store.pool, master: testMasterKey,
                keyPool: Pool(Store.options(fixture.database.options), size: 1))
            #expect(try await same.keysAreApart() == false)
            await same.keyPool?.close()
        }
    }

    private func move(_ fixture: LogFixture, _ keys: TestDatabase, back: Bool) async throws -> KeyMove.Report {
        let owner = ["role": "waymark_owner"]
        let record = try await Connection.connect(fixture.database.options.with(settings: owner))
        let vault = try await Connection.connect(keys.options.with(settings: owner))
        let outcome: Result<KeyMove.Report, any Error>
        do {
            outcome = .success(
                try await KeyMove(from: back ? vault : record, to: back ? record : vault).run(fixture.district))
        } catch {
            outcome = .failure(error)
        }
        for connection in [record, vault] { await connection.close() }
        return try outcome.get()
    }

    private func count(_ database: TestDatabase, _ table: String) async throws -> Int64 {
        try await number(database, "select count(*) from vault.\(identifier: table)")
    }

    private func live(_ database: TestDatabase) async throws -> Int64 {
        try await number(database, "select count(*) from vault.learner_key where wrapped is not null")
    }

    private func number(_ database: TestDatabase, _ query: SQL) async throws -> Int64 {
        let connection = try await Connection.connect(database.options)
        let number = try await connection.run { try $0.query(query).single(as: Int64.self) }
        await connection.close()
        return number
    }

    private func withKeyDatabase(_ body: @Sendable (LogFixture, TestDatabase) async throws -> Void) async throws {
        try await withTestDatabase { keys in
            try await withTestDatabase { database in
                let store = Store(
                    pool: Pool(Store.options(database.options), size: 4), master: testMasterKey,
                    keyPool: Pool(Store.options(keys.options), size: 2))
                let district = try await store.createDistrict(named: "North")
                let fixture = LogFixture(
                    database: database, store: store, district: district, log: store.log(of: district))
                try await body(fixture, keys)
                await store.close()
            }
        }
    }
}
