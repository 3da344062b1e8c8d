import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// Rows of the log as every version of Waymark has written them (`Corpus/events.tsv`), and what projections make of them
/// (`Corpus/rows.txt`). When a kind gets a new version, rows of it are added; none is ever changed or taken away.
/// `WAYMARK_WRITE_CORPUS=1` writes both files from a fresh district.
@Suite("The corpus of stored events")
struct CorpusTests {
    @Test("holds every version of every kind, is read by this one, and gives the rows it always gave")
    func corpus() async throws {
        if ProcessInfo.processInfo.environment["WAYMARK_WRITE_CORPUS"] != nil { try await Self.write() }
        let stored = try Data(contentsOf: Self.folder.appending(path: "events.tsv"))
        try await SmallDistrict.with { district in
            try await district.restore(Array(stored))
            var found: Set<[Int16]> = []
            for row in try await district.administer({
                try $0.query("select kind, kind_version from log.event").map {
                    [try $0[0, as: Int16.self], try $0[1, as: Int16.self]]
                }
            }) {
                found.insert(row)
            }
            for kind in EventKind.allCases {
                for version in 1...kind.version {
                    #expect(found.contains([kind.rawValue, version]), "\(kind.name) of version \(version) is missing")
                }
            }
            let statuses = try await district.projector.catchUp()
            #expect(statuses.allSatisfy { $0.lag == 0 && $0.error == nil && $0.parked.isEmpty }, "\(statuses)")
            let rows = try await district.rows().joined(separator: "\n") + "\n"
            #expect(rows == (try String(contentsOf: Self.folder.appending(path: "rows.txt"), encoding: .utf8)))
            for name in ProjectionCatalogue.names {
                #expect(try await Rebuild(store: district.store).run(name).proven == ["Testville"])
            }
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    private static func write() async throws {
        try await SmallDistrict.with { district in
            try await district.append(
                try (0..<3).map { try RandomHistory(seed: 900 + $0, count: 80, corrections: 8) }, seed: 1)
            let events = try await district.log.read(after: 0, limit: .max)
            let missing = EventKind.allCases.filter { kind in !events.contains { $0.event.kind == kind } }
            let learner = try #require(events.first).event.learner
            for kind in missing { _ = try await district.log.append([try Self.event(kind, of: learner)]) }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(try await district.dump()).write(to: folder.appending(path: "events.tsv"))
            try await district.projector.catchUp()
            try await (district.rows().joined(separator: "\n") + "\n").write(
                to: folder.appending(path: "rows.txt"), atomically: true, encoding: .utf8)
        }
    }

    /// An event of a kind that no projection reads.
    private static func event(_ kind: EventKind, of learner: LearnerID) throws -> LearningEvent {
        var json: JSONObject = ["kind": .string(kind.name)]
        json["id"] = .string(UUID().uuidString.lowercased())
        json["learner"] = .string(learner.description)
        json["occurredAt"] = .string("2026-03-04T10:00:00Z")
        json["assertedBy"] = .object(["role": .string("system")])
        switch kind {
        case .disclosed:
            json["facts"] = .object([
                "digest": .string(String(repeating: "ab", count: 32)), "recipientClass": .string("post-secondary"),
                "lawfulBasis": .string("consent"),
            ])
            json["words"] = .object(["recipient": .string("A university")])
        case .accessRequested:
            json["facts"] = .object(["requester": .string("family")])
        case .accessAnswered:
            json["facts"] = .object(["request": json["id"] ?? .null, "answer": .string("shown")])
        case .retentionRun:
            json["facts"] = .object([
                "schedule": .number("1"), "digest": .string(String(repeating: "ab", count: 32)),
                "asOf": .string("2026-03-04"), "classes": .array([]),
            ])
        case .learnerErased, .wordsDestroyed:
            json["facts"] = .object(["basis": .string("request")])
        default:
            throw RecordError(.unknownKind, at: "kind", "the corpus needs an event of \(kind.name)")
        }
        return try LearningEvent(json)
    }
}

extension SmallDistrict {
    private static var columns: String {
        "tenant, position, recorded_at, occurred_at, event_id, learner, kind, kind_version, asserted_role, level, code, "
            + "asserted_by, school, section, competency, about, item, more, leaf_hash"
    }

    /// The district's log as text.
    fileprivate func dump() async throws -> [UInt8] {
        try await administer { session in
            var bytes: [UInt8] = []
            try session.copyOut(
                "copy (select \(unsafeRaw: Self.columns) from log.event order by position) to stdout"
            ) { bytes.append(contentsOf: $0) }
            return bytes
        }
    }

    /// Puts a log as text into the district, as a superuser can.
    fileprivate func restore(_ bytes: [UInt8]) async throws {
        _ = try await administer { session in
            try session.copyIn("copy log.event (\(unsafeRaw: Self.columns)) from stdin") { try $0.writeBytes(bytes) }
        }
    }
}
