import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Archives that lost something on the way: refused with what and where, before anything is written.
@Suite("A damaged archive")
struct DistrictDamageTests {
    /// What is done to an archive of two files of events, and what the error must be.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let error: DistrictArchiveError
        let apply: @Sendable (String) throws -> Void
    }

    private static let first = "events-000001.jsonl", second = "events-000002.jsonl"

    static let damages = [
        Damage(testDescription: "a file is missing", error: .missingFile(second)) { folder in
            try FileManager.default.removeItem(atPath: "\(folder)/\(second)")
        },
        Damage(testDescription: "reference data is missing", error: .missingFile("ref.school.jsonl")) { folder in
            try FileManager.default.removeItem(atPath: "\(folder)/ref.school.jsonl")
        },
        Damage(testDescription: "two files are exchanged", error: .exchangedFile(first, holds: second)) { folder in
            let files = FileManager.default
            try files.moveItem(atPath: "\(folder)/\(first)", toPath: "\(folder)/x")
            try files.moveItem(atPath: "\(folder)/\(second)", toPath: "\(folder)/\(first)")
            try files.moveItem(atPath: "\(folder)/x", toPath: "\(folder)/\(second)")
        },
        Damage(testDescription: "a file is there twice", error: .exchangedFile(second, holds: first)) { folder in
            try FileManager.default.removeItem(atPath: "\(folder)/\(second)")
            try FileManager.default.copyItem(atPath: "\(folder)/\(first)", toPath: "\(folder)/\(second)")
        },
        Damage(testDescription: "a file is cut short", error: .cutShort(second, rows: 1, of: 2)) { folder in
            try Moving.change(folder, second) { String($0.prefix { $0 != "\n" }) + "\n" }
        },
        Damage(testDescription: "a file is cut inside its last line", error: .changedFile(second)) { folder in
            try Moving.change(folder, second) { String($0.dropLast(9)) }
        },
        Damage(testDescription: "a file too many", error: .unlistedFile("events-000003.jsonl")) { folder in
            try FileManager.default.copyItem(atPath: "\(folder)/\(first)", toPath: "\(folder)/events-000003.jsonl")
        },
        Damage(
            testDescription: "files and their digests in the list are exchanged",
            error: .wrongPosition(file: first, line: 1, found: 3, expected: 1)
        ) { folder in
            // Digests and names agree, only the order is another.
            let (one, two) = (
                try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(first)")),
                try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(second)"))
            )
            try Moving.change(folder, "archive.json") { text in
                text.replacing(Moving.hex(one), with: "x").replacing(Moving.hex(two), with: Moving.hex(one))
                    .replacing("\"x\"", with: "\"\(Moving.hex(two))\"")
            }
            try two.write(to: URL(fileURLWithPath: "\(folder)/\(first)"))
            try one.write(to: URL(fileURLWithPath: "\(folder)/\(second)"))
        },
        Damage(testDescription: "another number of events", error: .wrongWhole("the list of events")) { folder in
            try Moving.change(folder, "archive.json") { $0.replacing("\"head\": 4", with: "\"head\": 5") }
        },
    ]

    @Test("is refused, and nothing of it is written", arguments: damages)
    func refused(_ damage: Damage) async throws {
        try await withDistrict { log, _ in
            try await Moving.fill(log, LearnerID(UUID()), LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            _ = try await DistrictExport(log: log, chunk: 2).write(to: folder)
            try damage.apply(folder)
            try await withTestDatabase { other in
                let store = Store(pool: Pool(Store.options(other.options), size: 4), master: nil)
                await #expect(throws: damage.error) { _ = try await DistrictImport(store, path: folder).run() }
                let admin = try await Connection.connect(other.options)
                for table in ["log.arrival", "log.event", "log.tenant", "ref.school"] {
                    let rows = try await admin.run {
                        try $0.query("select count(*) from \(unsafeRaw: table)").single(as: Int64.self)
                    }
                    #expect(rows == 0, "\(table)")
                }
                await admin.close()
                await store.close()
            }
        }
    }

    @Test("an export goes into no folder that holds something else, and begins anew where one was killed")
    func folders() async throws {
        try await withDistrict { log, _ in
            try await Moving.fill(log, LearnerID(UUID()), LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let files = FileManager.default
            #expect(files.createFile(atPath: "\(folder)/events-000001.jsonl", contents: Data("x".utf8)))
            await #expect(throws: DistrictArchiveError.notEmpty(folder)) {
                _ = try await DistrictExport(log: log).write(to: folder)
            }
            // By this mark a killed export is known; a file that is none of its own is never taken away.
            #expect(files.createFile(atPath: "\(folder)/unfinished", contents: nil))
            #expect(files.createFile(atPath: "\(folder)/notes.txt", contents: nil))
            await #expect(throws: DistrictArchiveError.notEmpty(folder)) {
                _ = try await DistrictExport(log: log).write(to: folder)
            }
            try files.removeItem(atPath: "\(folder)/notes.txt")
            #expect(try await DistrictExport(log: log).write(to: folder) == 4)
            #expect(!files.fileExists(atPath: "\(folder)/unfinished"))
            await #expect(throws: DistrictArchiveError.notEmpty(folder)) {
                _ = try await DistrictExport(log: log).write(to: folder)
            }
        }
    }

    @Test("two exports do not write into one folder at once")
    func busy() async throws {
        try await withDistrict { log, _ in
            try await Moving.fill(log, LearnerID(UUID()), LearnerID(UUID()))
            let folder = Moving.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let mark = open("\(folder)/unfinished", O_RDWR | O_CREAT, 0o600)
            defer { close(mark) }
            #expect(flock(mark, LOCK_EX) == 0)
            await #expect(throws: DistrictArchiveError.beingWritten(folder)) {
                _ = try await DistrictExport(log: log).write(to: folder)
            }
        }
    }
}
