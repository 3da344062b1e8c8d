import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite(.serialized) struct KilledImportTests {
    private static let students = 3_000

    private func folder() throws -> RosterFolder {
        let folder = try RosterFolder.small()
        var users = folder["users.csv"] ?? ""
        var enrolments = folder["enrollments.csv"] ?? ""
        for number in 0..<Self.students {
            users += "v\(number),active,,true,x,,Given \(number),Family,,,,,,,,\n"
            enrolments += "f\(number),active,,c\(number % 2 + 1),s1,v\(number),student,,2026-09-01,\n"
        }
        folder["users.csv"] = users
        folder["enrollments.csv"] = enrolments
        return folder
    }

    @Test func `a roster import that is killed ten times neither doubles nor loses an event`() async throws {
        try await withTestDatabase { database in
            let url = database.url
            let store = Store(
                pool: Pool(Store.options(ConnectionOptions(url: url)), size: 3),
                master: MasterKey(bytes: [UInt8](repeating: 7, count: 32)))
            let log = store.log(of: try await store.createDistrict(named: "Test"))
            let folder = try folder()
            let path = folder.path
            var random = SeededGenerator(seed: 20_260_910)
            for _ in 0..<10 {
                let delay = Int.random(in: 20...900, using: &random)
                await #expect(processExitsWith: .signal(SIGKILL)) { [url = url as String, path = path as String, delay = delay as Int] in
                    let log = try await Doomed.log(url)
                    Doomed.killSelf(afterMilliseconds: delay)
                    let options = RosterImportOptions(asOf: try day("2026-09-10"))
                    _ = try await RosterImport(log: log, options: options).run(from: NamedFilesLocation(path: path))
                    Doomed.die()
                }
                // Whatever the moment: an enrolment has its event in the log or waiting, never both and never neither.
                #expect(
                    try await log.texts(
                        """
                        select count(*)::text from ref.enrolment e where e.event_id is not null
                           and (exists (select from log.event l where l.tenant = e.tenant and l.event_id = e.event_id))
                             = (exists (select from ref.pending_event p where p.tenant = e.tenant and p.event_id = e.event_id))
                        """) == [["0"]])
            }
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            _ = try await importer.run(from: folder.location)
            #expect(try await importer.run(from: folder.location).isEmpty)
            #expect(
                try await log.texts(
                    "select count(*)::text, count(distinct event_id)::text from ref.enrolment where part = 'student'")
                    == [["\(Self.students + 3)", "\(Self.students + 3)"]])
            #expect(try await log.head() == Int64(Self.students + 3))
            #expect(try await log.verify() == .intact(events: Int64(Self.students + 3)))
            await store.pool.close()
        }
    }

    @Test func `an import of events that is killed ten times has each line once, and what it acknowledged`()
        async throws
    {
        try await withTestDatabase { database in
            let url = database.url
            let store = Store(
                pool: Pool(Store.options(ConnectionOptions(url: url)), size: 3),
                master: MasterKey(bytes: [UInt8](repeating: 7, count: 32)))
            let log = store.log(of: try await store.createDistrict(named: "Test"))
            let path = NSTemporaryDirectory() + "waymark-killed-" + UUID().uuidString + ".jsonl"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let count = 20_000
            var text = ""
            for number in 0..<count {
                let learner = "0198c5b2-7c1e-7d3a-9a51-" + String(number % 97 + 100_000_000_000)
                text += """
                    {"key":"k\(number)","kind":"attempt","learner":"\(learner)","occurredAt":"2026-09-12T10:00:00Z","assertedBy":{"role":"system"},"facts":{"task":"t\(number)","competencies":["\(learner)"],"outcome":"not-yet"},"words":{"tried":"number \(number)"}}

                    """
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            var random = SeededGenerator(seed: 20_260_911)
            for _ in 0..<10 {
                let delay = Int.random(in: 50...500, using: &random)
                await #expect(processExitsWith: .signal(SIGKILL)) { [url = url as String, path = path as String, delay = delay as Int] in
                    let log = try await Doomed.log(url)
                    Doomed.killSelf(afterMilliseconds: delay)
                    _ = try await EventImport(log: log, options: EventImportOptions(batch: 500)).run(path: path)
                    Doomed.die()
                }
                let acknowledged = try await log.texts("select lines::text from ref.event_file").first?.first ?? "0"
                #expect(try await log.head() >= Int64(acknowledged) ?? .max)
            }
            let report = try await EventImport(log: log).run(path: path)
            #expect(report.rejected == 0)
            #expect(try await log.head() == Int64(count))
            #expect(
                try await log.texts("select count(distinct item)::text from log.event") == [["\(count)"]])
            #expect(try await log.verify() == .intact(events: Int64(count)))
            await store.pool.close()
        }
    }
}
