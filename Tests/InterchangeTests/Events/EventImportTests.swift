import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite struct EventImportTests {
    private static let competency = "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e"

    /// Bytes that come a few at a time, as from a pipe.
    private final class Pieces: ByteSource {
        private var rest: ArraySlice<UInt8>
        private let size: Int

        init(_ text: String, size: Int = 7) {
            rest = Array(text.utf8)[...]
            self.size = size
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            let piece = rest.prefix(min(size, buffer.count))
            buffer.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
    }

    private final class TemporaryFile: Sendable {
        let path = NSTemporaryDirectory() + "waymark-events-" + UUID().uuidString + ".jsonl"
        deinit {
            try? FileManager.default.removeItem(atPath: path)
            try? FileManager.default.removeItem(atPath: path + ".rejects.jsonl")
        }

        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        func rejects() throws -> [JSON] {
            let text = (try? String(contentsOfFile: path + ".rejects.jsonl", encoding: .utf8)) ?? ""
            return try text.split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
        }
    }

    private func attempt(
        _ key: String, learner: String = "roster:u1", more: String = "", facts: String = ""
    ) -> String {
        """
        {"key":"\(key)","kind":"attempt","learner":"\(learner)","occurredAt":"2026-09-12T10:00:00Z","assertedBy":{"role":"system"}\(more),"facts":{"task":"t","competencies":["\(Self.competency)"],"outcome":"not-yet"\(facts)}}

        """
    }

    private func withRoster<Value: Sendable>(_ body: (EventLog) async throws -> Value) async throws -> Value {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            let options = RosterImportOptions(asOf: try day("2026-09-10"))
            _ = try await RosterImport(log: log, options: options).run(from: folder.location)
            return try await body(log)
        }
    }

    @Test func `lines become events, with references of the roster and keys resolved`() async throws {
        try await withRoster { log in
            let text =
                attempt("a1", more: #","school":"roster:s1","section":"roster:c1""#)
                    + """
                    \u{20}
                    {"key":"o1","kind":"enrichment-offered","learner":"roster:u1","occurredAt":"2026-09-12T10:00:00Z","assertedBy":{"person":"roster:t9","role":"teacher"},"school":"roster:s1","facts":{"opportunity":"robotics","form":"enrichment","initiatedBy":"teacher"}}
                    {"key":"o2","kind":"enrichment-answered","learner":"roster:u1","occurredAt":"2026-09-13T10:00:00Z","assertedBy":{"person":"roster:u1","role":"learner"},"facts":{"offer":"key:o1","answer":"accepted"}}
                    """
            let report = try await EventImport(log: log).run(Pieces("\u{FEFF}" + text))
            #expect(report.firstRejects.map(\.reason) == [])
            #expect(report.appended == 3)
            let events = try await log.read(after: 3, limit: 10).map(\.event)
            guard events.count == 3, case .enrichmentAnswered(let answer) = events[2].facts else {
                Issue.record("not the events of the file")
                return
            }
            #expect(answer.offer == events[1].id)
            #expect(events[0].learner == events[1].assertedBy.person || events[1].assertedBy.role == .teacher)
            let again = try await EventImport(log: log).run(Pieces(text, size: 1000))
            #expect(again.known == 3)
            #expect(again.appended == 0)
        }
    }

    @Test func `a name-based id is that of RFC 9562`() async throws {
        // Appendix A.4 has the namespace of DNS and www.example.com.
        let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        try await withTestDatabase { database in
            let pool = Pool(Store.options(database.options), size: 2)
            let store = Store(pool: pool, master: nil)
            let log = store.log(of: try await store.createDistrict(named: "DNS", id: dns))
            let line = attempt("www.example.com", learner: Self.competency)
            _ = try await EventImport(log: log).run(Pieces(line))
            #expect(try await log.all().map(\.event.id.description) == ["2ed6657d-e927-568b-95e1-2665a8aea6a2"])
            await pool.close()
        }
    }

    @Test func `what cannot be taken is rejected with line and reason, and the rest goes in`() async throws {
        try await withRoster { log in
            let file = TemporaryFile()
            let wrong = [
                "{\"kind\":", "[]", attempt("x", learner: "roster:nobody"), attempt("x", facts: #","score":7"#),
                attempt("x", facts: #","wombat":7"#), attempt("x", more: #","id":"\#(Self.competency)""#),
                attempt("x").replacingOccurrences(of: "\"key\":\"x\",", with: ""),
                attempt("a1", facts: #","supports":["glossary"]"#),
                """
                {"key":"c","kind":"correction","learner":"roster:u1","occurredAt":"2026-09-12T10:00:00Z","assertedBy":{"role":"system"},"facts":{"corrects":"key:nothing","action":"void"},"words":{"reason":"r"}}
                """,
                """
                {"key":"e","kind":"learner-erased","learner":"roster:u1","occurredAt":"2026-09-12T10:00:00Z","assertedBy":{"role":"system"},"facts":{"basis":"request"}}
                """,
                String(repeating: "x", count: 2_000_000),
            ]
            var text = attempt("a1")
            for (index, line) in wrong.enumerated() {
                text += line.trimmingCharacters(in: .newlines) + "\n" + attempt("b\(index)")
            }
            try file.write(text)
            let options = EventImportOptions(rejectsPath: file.path + ".rejects.jsonl")
            let report = try await EventImport(log: log, options: options).run(path: file.path)
            #expect(report.appended == Int64(wrong.count) + 1)
            #expect(report.rejected == Int64(wrong.count))
            let rejects = try file.rejects()
            #expect(rejects.compactMap { $0["line"]?.integer } == wrong.indices.map { Int64($0 * 2 + 2) })
            let reasons = rejects.compactMap { $0["reason"]?.string }
            for (reason, part) in zip(
                reasons,
                [
                    "not JSON", "must be a JSON object", "no person with this sourcedId", "no field for \"score\"",
                    "facts.wombat", "beside an id", "id: must be there", "other content", "is in the record",
                    "erasure", "more than 1000000 bytes",
                ])
            {
                #expect(reason.contains(part), "\(reason)")
            }
            #expect(rejects.first?["text"]?.string == wrong[0])
        }
    }

    @Test func `fields of grades are dropped and counted when that is asked for, wherever they stand`() async throws {
        try await withRoster { log in
            let text =
                attempt(
                    "a1", more: #","gpa":4,"words":{"tried":"x","finalGrade":"A"}"#, facts: #","score":7,"percent":70"#)
                + attempt("a2", facts: #","score":8"#)
                    + """
                    {"key":"e1","kind":"evidence","learner":"roster:u1","occurredAt":"2026-09-12T10:00:00Z","assertedBy":{"role":"system"},"facts":{"form":"artifact","competencies":[{"competency":"\(Self.competency)","level":2,"points":3}]}}
                    """
            let report = try await EventImport(log: log, options: EventImportOptions(dropsGrades: true)).run(
                Pieces(text))
            #expect(report.firstRejects.map(\.reason) == [])
            #expect(report.appended == 3)
            #expect(report.dropped == ["gpa": 1, "finalGrade": 1, "score": 2, "percent": 1, "points": 1])
        }
    }

    @Test func `an interrupted import goes on where it stopped, also in the file of rejects`() async throws {
        try await withRoster { log in
            let file = TemporaryFile()
            let lines = (0..<40).map { $0 % 10 == 9 ? "nonsense \($0)\n" : attempt("a\($0)") }
            try file.write(lines.joined())
            let options = EventImportOptions(rejectsPath: file.path + ".rejects.jsonl", batch: 7)
            // Cancelled in the middle: after the second batch is durable.
            let running = Task { [path = file.path] in
                try await EventImport(log: log, options: options).run(path: path) { progress in
                    if progress.lines >= 14 { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            await #expect(throws: (any Error).self) { try await running.value }
            let rest = try await EventImport(log: log, options: options).run(path: file.path)
            #expect(rest.resumedAfter >= 14)
            #expect(rest.lines == 40 - rest.resumedAfter)
            #expect(try await log.head() == 3 + 36)
            #expect(try file.rejects().compactMap { $0["line"]?.integer } == [10, 20, 30, 40])
            // The whole is done: nothing is left, until the file grows.
            #expect(try await EventImport(log: log, options: options).run(path: file.path).lines == 0)
            try file.write(lines.joined() + attempt("more"))
            #expect(try await EventImport(log: log, options: options).run(path: file.path).appended == 1)
            // A file that was changed in its part that was read is read again.
            try file.write(attempt("first") + lines.joined())
            let changed = try await EventImport(log: log, options: options).run(path: file.path)
            #expect(changed.resumedAfter == 0)
            #expect(changed.appended == 1)
            #expect(changed.known == 36)
            #expect(try file.rejects().count == 4)
        }
    }

    @Test func `a last line that is not whole is read again when it is`() async throws {
        try await withRoster { log in
            let file = TemporaryFile()
            let options = EventImportOptions(rejectsPath: file.path + ".rejects.jsonl")
            let text = attempt("a1") + attempt("a2")
            try file.write(String(text.dropLast(30)))
            let cut = try await EventImport(log: log, options: options).run(path: file.path)
            #expect(cut.appended == 1)
            #expect(cut.rejected == 1)
            try file.write(text)
            let whole = try await EventImport(log: log, options: options).run(path: file.path)
            #expect(whole.appended == 1)
            #expect(whole.rejected == 0)
        }
    }

    @Test func `what stands at the path of the rejects is never taken away, and never the input`() async throws {
        try await withRoster { log in
            let file = TemporaryFile()
            try file.write("nonsense\n" + attempt("a1"))
            // Through a link, so that not even a mistake here can harm the device.
            let link = file.path + ".rejects.jsonl"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
            let discarding = EventImportOptions(rejectsPath: link, startsOver: true)
            #expect(try await EventImport(log: log, options: discarding).run(path: file.path).rejected == 1)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/null")

            await #expect(throws: ArchiveError.self) {
                let options = EventImportOptions(rejectsPath: file.path, startsOver: true)
                return try await EventImport(log: log, options: options).run(path: file.path)
            }
            #expect(try String(contentsOfFile: file.path, encoding: .utf8).hasPrefix("nonsense\n{"))

            // A file of an earlier import is emptied, also when nothing is rejected this time.
            try FileManager.default.removeItem(atPath: link)
            let keeping = EventImportOptions(rejectsPath: link, startsOver: true)
            _ = try await EventImport(log: log, options: keeping).run(path: file.path)
            #expect(try file.rejects().count == 1)
            try file.write(attempt("a1"))
            _ = try await EventImport(log: log, options: keeping).run(path: file.path)
            #expect(try file.rejects().isEmpty)
        }
    }

    @Test func `an export is in order, has the words and can be imported elsewhere`() async throws {
        try await withRoster { log in
            let text =
                attempt("a1", more: #","words":{"tried":"sketched \"it\" twice"}"#)
                + attempt("a2", learner: "roster:u2")
            _ = try await EventImport(log: log).run(Pieces(text))
            var exported: [UInt8] = []
            let count = try await EventExport(log: log).write { exported += $0 }
            #expect(count == 5)
            let lines = String(decoding: exported, as: UTF8.self).split(separator: "\n")
            let values = try lines.map { try JSONReader.read(Array($0.utf8)) }
            #expect(values.map { $0["position"]?.integer } == [1, 2, 3, 4, 5])
            #expect(values[3]["words"]?["tried"]?.string == "sketched \"it\" twice")

            let other = log.store.log(of: try await log.store.createDistrict(named: "Other"))
            let report = try await EventImport(log: other).run(Pieces(String(decoding: exported, as: UTF8.self)))
            #expect(report.appended == 5)
            let copies = try await other.open(try await other.all()).map(\.event)
            #expect(copies == (try await log.open(try await log.all()).map(\.event)))

            var one: [UInt8] = []
            let learner = try await log.all()[3].event.learner
            #expect(try await EventExport(log: log).write(learner: learner, hasWords: false) { one += $0 } == 2)
            #expect(!String(decoding: one, as: UTF8.self).contains("sketched"))
        }
    }
}
