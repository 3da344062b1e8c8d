import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@testable import Projections

/// The worked example of `Docs/write-a-projection.md`.
@Suite("The example of a projection")
struct ExampleTests {
    @Test("the page shows the files that are built and run here", arguments: ["Reflections.swift", "reflections.sql"])
    func page(file: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Docs/write-a-projection.md"), encoding: .utf8)
        let shown = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        #expect(
            page.contains("```\(file.hasSuffix("sql") ? "sql" : "swift")\n\(shown)```"), "the page is not up to date")
    }

    @Test("its rows are what the events say, live and rebuilt, and a voided reflection is gone")
    func rows() async throws {
        try await SmallDistrict.with { district in
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
            let migration = try String(contentsOf: folder.appending(path: "reflections.sql"), encoding: .utf8)
            _ = try await district.administer { try $0.script(SQLScript(unsafeRaw: migration)) }
            let histories = try (0..<6).map { try RandomHistory(seed: UInt64($0) + 810, count: 40) }
            try await district.append(histories, seed: 3)
            try await project(district)
            let rows = try await stored(district)
            #expect(rows.count > 3)
            #expect(try await rows == expected(district))
            let rebuild = Rebuild(store: district.store)
            #expect(try await rebuild.run([Reflections.self])[0].proven == ["Testville"])
            #expect(try await stored(district) == rows)

            let events = try await district.log.read(after: 0, limit: .max)
            let voided = try #require(events.first { rows.contains($0.position) }?.event)
            _ = try await district.log.append([
                LearningEvent(
                    id: EventID(UUID()), learner: voided.learner, occurredAt: voided.occurredAt,
                    assertedBy: Assertion(person: PersonID(UUID()), role: .teacher),
                    facts: .correction(Correction(voiding: voided.id)),
                    words: ["reason": "Another learner's."])
            ])
            try await project(district)
            #expect(try await stored(district).count == rows.count - 1)
            #expect(try await stored(district) == expected(district))
        }
    }

    private func project(_ district: SmallDistrict) async throws {
        let builds = try await district.log.run { try Build.all($0) }
        let live = try #require(builds.first { $0.projection == Reflections.name && $0.state == .live })
        _ = try await district.projector.advance(Reflections.self, live, upTo: try await district.log.head())
    }

    private func stored(_ district: SmallDistrict) async throws -> Set<Int64> {
        let tenant = district.tenant
        return try await district.log.run { session in
            Set(
                try session.query("select evidence from proj.reflections where tenant = \(tenant)")
                    .column(as: Int64.self))
        }
    }

    /// Counted from the log alone.
    private func expected(_ district: SmallDistrict) async throws -> Set<Int64> {
        let events = try await district.log.read(after: 0, limit: .max)
        let counting = Dictionary(grouping: events, by: \.event.learner).values.flatMap { Corrections.counting($0) }
        return Set(
            counting.filter {
                if case .evidence(let evidence) = $0.event.facts { evidence.form == .reflection } else { false }
            }.map(\.position))
    }
}
