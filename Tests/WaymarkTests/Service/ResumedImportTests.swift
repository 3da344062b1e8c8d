import EventLog
import Foundation
import LearningRecord
import LibPQ
import NIOHTTP1
import TestSupport
import Testing

/// Imports of a service that is killed, or told to end, in the middle of them: the next start goes on with the file.
@Suite("An import that a restart cuts off", .serialized)
struct ResumedImportTests {
    /// Both in one place among the tests that use databases, for which each would wait by itself.
    @Test("goes on by itself, and nothing comes in twice", .longTimeLimit)
    func resumed() async throws {
        try await withEmptyDatabase { _ in
            for signal in [SIGKILL, SIGTERM] { try await resumed(signal: signal) }
        }
    }

    private func resumed(signal: Int32) async throws {
        try await withTestDatabase { database in
            let districts = try await ServedDistricts(database, count: 1, events: 1)
            let place = districts.places[0]
            let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-cut-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let program = Program(database, environment: ["WAYMARK_IMPORT_FOLDER": folder.path()])
            let first = try await ServedProgram(program)
            let before = try await place.log.head()
            let events = History.events(20_000, seed: 41, learners: 40)
            let lines = events.map { JSONWriter.text(.object($0.json)) + "\n" }.joined()
            let stopping = try await StoppingLog(database, after: before + Int64(EventLog.chunk))
            func ask(_ service: ServedProgram) async throws -> ServedProgram.Answer {
                try await service.send(
                    .POST, "/api/v1/imports/events", token: place.token, type: "application/x-ndjson", key: "night-1",
                    body: Array(lines.utf8))
            }
            let asked = try await ask(first)
            #expect(asked.status == 202, "\(String(decoding: asked.body, as: UTF8.self))")
            let location = try #require(asked.location)
            // Some of it is in when the signal comes, and not all.
            while try await place.log.head() == before { try await Task.sleep(for: .milliseconds(2)) }
            first.running.signal(signal)
            _ = try await first.running.outcome()
            let cut = try await place.log.head()
            try #require(cut < before + Int64(events.count), "it was through before the signal came")
            try await stopping.end()
            #expect(try files(folder).contains { $0.hasSuffix(".upload") })

            let second = try await ServedProgram(program)
            // Asked for again meanwhile, it is the same.
            let again = try await ask(second)
            #expect(again.status == 202 && again.location == location)
            let deadline = ContinuousClock.now + .seconds(60)
            var state = ""
            while state != "done", .now < deadline {
                state = try await second.send(.GET, location, token: place.token).json()["state"]?.string ?? ""
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(state == "done")
            let report = try await second.send(.GET, location, token: place.token).json()["report"]
            let head = try await place.log.head()
            #expect(head == before + Int64(events.count))
            // What the server was at when the other died may have come in after it.
            let (known, appended) = (report?["known"]?.integer ?? 0, report?["appended"]?.integer ?? 0)
            #expect(known >= cut - before && known + appended == events.count, "\(known) known, \(appended) appended")
            let stored = try await place.log.read(after: before, limit: .max).map(\.event.id)
            #expect(Set(stored) == Set(events.map(\.id)) && stored.count == events.count)
            #expect(try files(folder).isEmpty)
            try await second.end()
            await districts.store.close()
        }
    }

    private func files(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path())
    }
}

/// A log that stops before the event after a position until it is let go on, so that whoever looks sees an import under way,
/// on however quick or busy a machine.
private struct StoppingLog {
    private let holder: Connection

    init(_ database: TestDatabase, after position: Int64) async throws {
        holder = try await Connection.connect(database.options)
        try await run(
            "create function public.stop_here() returns trigger language plpgsql as",
            " $$ begin perform pg_advisory_xact_lock_shared(27); return new; end $$;",
            "create trigger stop_here before insert on log.event",
            " for each row when (new.position = \(position + 1)) execute function public.stop_here();",
            "select pg_advisory_lock(27)")
    }

    /// Lets it go on. What a service left under way is through when this returns.
    func end() async throws {
        try await run("select pg_advisory_unlock(27); drop trigger stop_here on log.event")
        await holder.close()
    }

    private func run(_ lines: String...) async throws {
        try await holder.run { try $0.script(SQLScript(unsafeRaw: lines.joined())) }
    }
}
