import Crypto
import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import ReferenceData
import TestSupport
import Testing

/// A district goes from one database into another.
@Suite("A district that moves")
struct DistrictMoveTests {
    private static let transfer = MasterKey(bytes: Array(repeating: 9, count: 32))

    @Test("has the same hashes, rows and words there, erased stays erased, and appends go on")
    func roundTrip() async throws {
        try await withDistrict { log, _ in
            let (kept, erased) = (LearnerID(UUID()), LearnerID(UUID()))
            try await Moving.fill(log, kept, erased)
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let head = try await DistrictExport(log: log, transfer: Self.transfer).write(to: folder)
            #expect(head == 4)
            try await withTestDatabase { other in
                let master = MasterKey(bytes: Array(repeating: 8, count: 32))
                let store = Store(pool: Pool(Store.options(other.options), size: 4), master: master)
                let moved = try await DistrictImport(store, path: folder, transfer: Self.transfer).run(named: "There")
                #expect(try await Moving.rows(moved) == Moving.rows(log))
                #expect(try await moved.words(at: [1, 2, 3, 4]) == log.words(at: [1, 2, 3, 4]))
                #expect(try await moved.words(at: [1])[1] == ["feedback": "well found"])
                #expect(try await moved.isErased(erased))
                #expect(try await moved.verify() == .intact(events: 4))
                #expect(try await moved.append([try Moving.event(kept, words: [:])]).positions == [5])
                #expect(try await store.districts().map(\.name) == ["There"])
                await #expect(throws: DistrictArchiveError.self) {
                    _ = try await DistrictImport(store, path: folder, transfer: Self.transfer).run(named: "Twice")
                }
                await store.close()
            }
        }
    }

    @Test("a changed byte in any file is refused, and nothing is left to see")
    func tampered() async throws {
        try await withDistrict { log, _ in
            try await Moving.fill(log, LearnerID(UUID()), LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            _ = try await DistrictExport(log: log).write(to: folder)
            try await withTestDatabase { other in
                let store = Store(pool: Pool(Store.options(other.options), size: 4), master: nil)
                for name in ["events-000001.jsonl", "ref.school.jsonl"] {
                    let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
                    let whole = try Data(contentsOf: url)
                    var bytes = whole
                    bytes[bytes.count / 2] ^= 1
                    try bytes.write(to: url)
                    await #expect(throws: DistrictArchiveError.changedFile(name)) {
                        _ = try await DistrictImport(store, path: folder).run()
                    }
                    try whole.write(to: url)
                }
                #expect(try await store.districts().isEmpty)
                await store.close()
            }
        }
    }

    @Test("an event changed together with its file's digest is named; a broken-off import goes on to the same end")
    func forgedAndResumed() async throws {
        try await withDistrict { log, _ in
            try await Moving.fill(log, LearnerID(UUID()), LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            _ = try await DistrictExport(log: log, chunk: 2).write(to: folder)
            let url = URL(fileURLWithPath: folder)
            let (manifest, chunk) = (
                url.appendingPathComponent("archive.json"), url.appendingPathComponent("events-000002.jsonl")
            )
            let (whole, events) = (try Data(contentsOf: manifest), try Data(contentsOf: chunk))
            let forged = Data(String(decoding: events, as: UTF8.self).replacing("bridge", with: "fridge").utf8)
            try forged.write(to: chunk)
            try Data(
                String(decoding: whole, as: UTF8.self).replacing(Moving.hex(events), with: Moving.hex(forged)).utf8
            ).write(to: manifest)
            try await withTestDatabase { other in
                let store = Store(pool: Pool(Store.options(other.options), size: 4), master: nil)
                await #expect(throws: DistrictArchiveError.badLine(file: "events-000002.jsonl", line: 1)) {
                    _ = try await DistrictImport(store, path: folder).run()
                }
                try events.write(to: chunk)
                try whole.write(to: manifest)
                let broken = Task {
                    try await DistrictImport(store, path: folder).run { step in
                        if case .events = step { withUnsafeCurrentTask { $0?.cancel() } }
                    }
                }
                await #expect(throws: (any Error).self) { _ = try await broken.value }
                #expect(try await store.districts().isEmpty)
                let moved = try await DistrictImport(store, path: folder).run()
                #expect(try await Moving.rows(moved) == Moving.rows(log))
                await store.close()
            }
        }
    }

    @Test("the door is shut for a live district, and append is shut for one that arrives")
    func door() async throws {
        try await withDistrict { log, pool in
            let live = log.district
            let hash = [UInt8](repeating: 1, count: 32)
            let call: @Sendable (Int32, Int64) -> SQL = { tenant, first in
                """
                select log.arrive(\(tenant), \(first), array[now()], array[\(hash)],
                    array[row(gen_random_uuid(), gen_random_uuid(), now(), 1, 1, 1, null, null, null, null, null, null,
                        null, null, null, null, null)::log.event_input])
                """
            }
            await #expect(throws: PostgresError.self) { try await pool.run { try $0.execute(call(live.tenant, 1)) } }
            await #expect(throws: PostgresError.self) {
                try await pool.run { try $0.execute("select log.finish_arrival(\(live.tenant))") }
            }
            await #expect(throws: PostgresError.self) {
                try await pool.run { try $0.execute("select log.begin_arrival(\(live.id), 'x', \(hash), 1::int8)") }
            }
            let arriving = try await pool.run {
                try $0.query("select log.begin_arrival(\(UUID()), 'Coming', \(hash), 3::int8)").single(as: Int32.self)
            }
            // A gap, and a hash that is not the event's.
            for first in [Int64(2), 1] {
                await #expect(throws: PostgresError.self) {
                    try await pool.run { try $0.execute(call(arriving, first)) }
                }
            }
            await #expect(throws: PostgresError.self) {
                try await pool.run { try $0.execute("select log.finish_arrival(\(arriving))") }
            }
            let coming = log.store.log(of: District(tenant: arriving, id: UUID(), name: "Coming"))
            await #expect(throws: EventLogError.self) {
                _ = try await coming.append([try Moving.event(LearnerID(UUID()), words: [:])])
            }
            #expect(try await log.store.districts() == [live])
            await #expect(throws: EventLogError.self) { _ = try await log.store.createDistrict(named: "Coming") }
        }
    }
}
