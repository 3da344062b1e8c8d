import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Verifying")
struct VerifyTests {
    /// One byte or bit of every stored column.
    static let tampering = [
        "occurred_at = occurred_at + interval '1 microsecond'",
        "event_id = overlay(event_id::text placing 'f' from 1 for 1)::uuid",
        "learner = gen_random_uuid()",
        "kind = 2",
        "kind_version = 2",
        "asserted_role = 1",
        "level = 1",
        "code = case code when 1 then 2 else 1 end",
        "asserted_by = null",
        "school = null",
        "section = gen_random_uuid()",
        "competency = gen_random_uuid()",
        "about = gen_random_uuid()",
        "item = item || ' '",
        "more = '{}'",
        "words = set_byte(words, 20, get_byte(words, 20) # 1)",
        "leaf_hash = set_byte(leaf_hash, 31, get_byte(leaf_hash, 31) # 1)",
        "recorded_at = recorded_at + interval '1 microsecond'",
    ]

    @Test("one flipped byte of any column is found, and its position named", arguments: tampering)
    func flippedByte(change: String) async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 41)
            _ = try await fixture.log.append(maker.next(9))
            try await tamper(fixture, "update log.event set \(change) where position = 6")
            #expect(try await fixture.log.verify() == .broken(position: 6, .changed))
        }
    }

    @Test("an event that is gone, moved or put in between is found")
    func missing() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 42)
            _ = try await fixture.log.append(maker.next(9))
            try await tamper(fixture, "delete from log.event where position = 4")
            #expect(try await fixture.log.verify() == .broken(position: 4, .missing))
            try await tamper(fixture, "update log.event set position = 4 where position = 9")
            #expect(try await fixture.log.verify() == .broken(position: 4, .changed))
        }
    }

    @Test("the hash covers the district: rows moved to another district do not verify there")
    func movedDistrict() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 43)
            _ = try await fixture.log.append(maker.next(3))
            let south = fixture.store.log(of: try await fixture.store.createDistrict(named: "South"))
            try await tamper(fixture, "update log.event set tenant = \(south.district.tenant)")
            #expect(try await south.verify() == .broken(position: 1, .changed))
        }
    }

    @Test("an empty log is intact")
    func empty() async throws {
        try await withLog { fixture in
            let found68 = try await fixture.log.verify()
            #expect(found68 == .intact(events: 0))
        }
    }

    private func tamper(_ fixture: LogFixture, _ change: String) async throws {
        try await fixture.asAdministrator { session in
            try session.script(
                SQLScript(
                    unsafeRaw: """
                        alter table log.event disable trigger refuse_change, disable trigger refuse_statement;
                        \(change)
                        """))
        }
    }
}
