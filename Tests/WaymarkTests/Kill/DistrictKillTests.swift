import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// A district's export and import are killed again and again, and simply started anew.
@Suite("A district's move that is killed", .serialized)
struct DistrictKillTests {
    private static let kills = 4
    private static let events = 12_000

    @Test(
        "kills of the export and of the import, then each to its end: the same log, rows and projections, row by row",
        .longTimeLimit)
    func kill() async throws {
        let folder = NSTemporaryDirectory() + "waymark-move-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var random = SeededGenerator(seed: 20_261_128)
        try await withTestDatabase { source in
            let here = Program(source)
            try await SampleDistrict.make("North", with: here)
            let fixture = try await Fixture(source, named: "Other")
            await fixture.store.close()
            let store = Store(pool: Pool(Store.options(source.options), size: 2), master: Self.master)
            let log = store.log(of: try await store.district(named: "North"))
            _ = try await log.appendInBulk(History.events(Self.events, seed: 78, learners: 100))
            #expect(try await here.run("project", "--district", "North").status == 0)

            let export = ["export", "district", "--output", folder, "--district", "North"]
            for _ in 0..<Self.kills {
                let running = try await here.start(export)
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...900, using: &random)))
                running.signal(SIGKILL)
                // One that was through already is taken away, so that the next begins.
                if try await running.outcome().status == 0 { try FileManager.default.removeItem(atPath: folder) }
            }
            let whole = try await here.run(arguments: export)
            #expect(whole.status == 0, "\(whole.errors)")

            try await withTestDatabase { target in
                let there = Program(target)
                let command = ["import", "district", folder, "--without-words"]
                let admin = try await Connection.connect(target.options)
                var met: [Int64] = []
                for _ in 0..<Self.kills {
                    // As soon as it has stored something more, and then at any moment of the next chunk.
                    let gate = try await Gate(target, "log.event")
                    let running = try await there.start(command)
                    let before = try await Self.count(admin)
                    while try await gate.pass(of: running.processID), try await Self.count(admin) == before {}
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...150, using: &random)))
                    running.signal(SIGKILL)
                    _ = try await running.outcome()
                    met.append(try await Self.count(admin))
                    try await gate.open()
                    if try await Self.isThere(admin) { break }
                }
                await admin.close()
                let outcome = try await there.run(arguments: command)
                // The last kill may have come when the district was there already.
                #expect(outcome.status == 0 || outcome.errors.contains("in the database already"), "\(outcome.errors)")
                #expect(try await there.run("project").status == 0)
                let arrived = Store(pool: Pool(Store.options(target.options), size: 2), master: Self.master)
                let moved = arrived.log(of: try await arrived.district(named: "North"))
                let head = try await log.head()
                #expect(met.contains { $0 > 0 && $0 < head }, "no kill fell into the work: \(met)")
                #expect(try await moved.verify() == .intact(events: head))
                for table in try await Self.tables(log) {
                    let (there, here) = (try await Self.rows(table, moved), try await Self.rows(table, log))
                    #expect(there == here, "\(table)")
                    if table == "proj.continuum" || table == "log.event" { #expect(!here.isEmpty) }
                }
                await arrived.close()
            }
            await store.close()
        }
    }

    private static func count(_ admin: Connection) async throws -> Int64 {
        try await admin.run { try $0.query("select count(*) from log.event").single(as: Int64.self) }
    }

    private static func isThere(_ admin: Connection) async throws -> Bool {
        try await admin.run { try $0.query("select exists (select from log.tenant)").single(as: Bool.self) }
    }

    private static let master = Data(base64Encoded: Program.masterKey).flatMap { MasterKey(bytes: Array($0)) }

    /// The log, the reference data, and every table of the projections as it is read.
    private static func tables(_ log: EventLog) async throws -> [String] {
        try await log.run { session in
            try session.query(
                """
                select 'log.event' union all
                select 'ref.' || c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
                 where c.relnamespace = 'ref'::regnamespace and c.relkind = 'r'
                   and c.relname not in ('roster_lock', 'event_file') union all
                select 'proj.' || t from proj.projection p, unnest(p.tables) t order by 1
                """
            ).column(as: String.self)
        }
    }

    private static func rows(_ table: String, _ log: EventLog) async throws -> [String] {
        let tenant = log.district.tenant
        return try await log.run { session in
            // A name from the catalogue is no input.
            try session.query(
                "select (to_jsonb(t) - 'tenant')::text from \(unsafeRaw: table) t where tenant = \(tenant) order by 1"
            ).column(as: String.self)
        }
    }
}
