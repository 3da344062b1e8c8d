import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Keys and erasure")
struct KeyTests {
    @Test("words are sealed: nothing that a person wrote stands in the database")
    func sealed() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 51)
            var event = maker.attempt()
            event.words = ["feedback": "XYZZY-plaintext-marker", "tried": "another marker"]
            _ = try await fixture.log.append([event])
            let found = try await fixture.asAdministrator { session in
                try session.query(
                    """
                    select count(*) from log.event
                    where position('XYZZY' in encode(words, 'escape')) > 0 or event::text like '%XYZZY%'
                    """
                ).single(as: Int64.self)
            }
            #expect(found == 0)
            #expect(try await fixture.log.words(at: [1])[1] == event.words)
        }
    }

    @Test("without a master key facts go in and out, words do not, and no key is made")
    func missingMasterKey() async throws {
        try await withLog(master: nil) { fixture in
            var maker = EventMaker(seed: 52)
            _ = try await fixture.log.append([maker.attempt(words: false)])
            do {
                _ = try await fixture.log.append([maker.attempt()])
                Issue.record("words were taken without a key")
            } catch EventLogError.key(let error) {
                #expect(error == .noMasterKey)
            }
            let keys = try await fixture.asAdministrator { session in
                try session.query("select count(*) from vault.tenant_key").single(as: Int64.self)
            }
            #expect(keys == 0)
            #expect(try await fixture.log.head() == 1)
        }
    }

    @Test(
        "a learner's record comes with its words in one reading, as reading and opening it do; and sealed without a key"
    )
    func opened() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 57)
            let learner = try #require(maker.learners.first)
            _ = try await fixture.log.append((0..<12).map { maker.attempt(of: learner, words: $0 % 3 != 0) })
            _ = try await fixture.log.append([maker.attempt(of: maker.learners[1])])
            let plain = try await fixture.log.read(learner: learner)
            let (events, isSealed) = try await fixture.log.readOpened(learner: learner)
            #expect(try await events == fixture.log.open(plain))
            #expect(events.filter { !$0.event.words.isEmpty }.count == 8)
            #expect(!isSealed)
            let part = try await fixture.log.readOpened(learner: learner, upTo: 5, leaving: [.attempt])
            #expect(part.events == Array(plain.prefix(5)))

            let keyless = Store(pool: fixture.store.pool, master: nil).log(of: fixture.district)
            let sealed = try await keyless.readOpened(learner: learner)
            #expect(sealed.events == plain)
            #expect(sealed.isSealed)
            // Where no words are asked for, no key is missed.
            let closed = try await keyless.readOpened(learner: learner, leaving: [.attempt])
            #expect(closed.events == plain && !closed.isSealed)

            _ = try await fixture.log.erase(
                learner, id: EventID(UUID()), basis: .request, by: Assertion(role: .system),
                at: Instant(microseconds: 1_800_000_000_000_000))
            let erased = try await fixture.log.readOpened(learner: learner)
            #expect(erased.events.count == 13)
            #expect(erased.events.filter { !$0.event.words.isEmpty } == [])
        }
    }

    @Test("a wrong master key is a clear error, and never a second key")
    func wrongMasterKey() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 53)
            let event = maker.attempt()
            _ = try await fixture.log.append([event])
            let other = Store(pool: fixture.store.pool, master: MasterKey(bytes: Array(repeating: 8, count: 32)))
            let log = other.log(of: fixture.district)
            for attempt in 0..<2 {
                do {
                    if attempt == 0 {
                        _ = try await log.append([maker.attempt(of: LearnerID(UUID()))])
                    } else {
                        _ = try await log.words(at: [1])
                    }
                    Issue.record("the wrong key was taken")
                } catch EventLogError.key(.wrongMasterKey(let needed, let given)) {
                    #expect(needed != given)
                }
            }
            await #expect(throws: EventLogError.self) { try await log.keyring.check(in: fixture.store.pool) }
            #expect(try await fixture.store.log(of: fixture.district).words(at: [1])[1] == event.words)
        }
    }

    @Test("sealed words that were changed do not open")
    func damagedWords() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 54)
            _ = try await fixture.log.append(maker.next(1))
            try await fixture.asAdministrator { session in
                try session.script(
                    """
                    alter table log.event disable trigger refuse_change, disable trigger refuse_statement;
                    update log.event set words = set_byte(words, 15, get_byte(words, 15) # 1)
                    """)
            }
            do {
                _ = try await fixture.log.words(at: [1])
                Issue.record("changed words opened")
            } catch EventLogError.key(.damaged) {}
        }
    }

    @Test("erasing destroys the key: the words are gone everywhere, the log says so and still verifies")
    func erase() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 55, learners: 2)
            let (gone, other) = (maker.learners[0], maker.learners[1])
            let events = [maker.attempt(of: gone), maker.attempt(of: other), maker.attempt(of: gone)]
            _ = try await fixture.log.append(events)
            // A second process that has used the key before.
            let neighbour = fixture.store.log(of: fixture.district)
            _ = try await neighbour.append([maker.attempt(of: gone)])
            let id = EventID(UUID())
            let now = Instant(microseconds: 1_800_000_000_000_000)
            for _ in 0..<2 {
                let receipt = try await fixture.log.erase(
                    gone, id: id, basis: .request, by: Assertion(role: .system), at: now)
                #expect(receipt.positions == [5])
            }
            #expect(try await fixture.log.isErased(gone))
            #expect(try await fixture.log.isErased(other) == false)
            for log in [fixture.log, neighbour] {
                #expect(try await log.words(at: [1, 2, 3, 4]) == [2: events[1].words])
                do {
                    _ = try await log.append([maker.attempt(of: gone)])
                    Issue.record("words were sealed after the erasure")
                } catch EventLogError.erased(let learner) {
                    #expect(learner == gone)
                }
                _ = try await log.append([maker.attempt(of: gone, words: false)])
            }
            #expect(try await fixture.log.read(after: 4, limit: 1).first?.event.kind == .learnerErased)
            #expect(try await fixture.log.verify() == .intact(events: 7))
        }
    }

    @Test("a master key comes from the environment or a file that nobody else may read")
    func sources() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let (key, text) = try #require(MasterKey.generate())
        let file = directory.appending(path: "master.key")
        try Data((text + "\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        let environment = ["WAYMARK_MASTER_KEY_FILE": file.path]
        #expect(throws: KeyError.exposedFile(path: file.path)) { try MasterKey.load(environment: environment) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(try MasterKey.load(environment: environment).fingerprint == key.fingerprint)
        #expect(try MasterKey.load(environment: ["WAYMARK_MASTER_KEY": text]).fingerprint == key.fingerprint)
        #expect(throws: KeyError.noMasterKey) { try MasterKey.load(environment: [:]) }
        #expect(throws: KeyError.malformedMasterKey(source: "WAYMARK_MASTER_KEY")) {
            try MasterKey.load(environment: ["WAYMARK_MASTER_KEY": "abc"])
        }
        let hexadecimal = String(repeating: "07", count: 32)
        #expect(
            try MasterKey.load(environment: ["WAYMARK_MASTER_KEY": hexadecimal]).fingerprint
                == MasterKey(bytes: Array(repeating: 7, count: 32))?.fingerprint)
    }
}
