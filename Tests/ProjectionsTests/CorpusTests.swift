import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// Rows of the log as every version of Waymark has written them (`Corpus/events.tsv`), and what projections make of them
/// (`Corpus/rows.txt`). When a kind gets a new version, rows of it are added; none is ever changed or taken away.
/// `WAYMARK_WRITE_CORPUS=1` adds an event of each kind that is missing and writes what the folds of today give;
/// `WAYMARK_WRITE_CORPUS=rows` only writes what they make of the events that are there.
@Suite("The corpus of stored events")
struct CorpusTests {
    @Test("holds every version of every kind, is read by this one, and gives the rows it always gave")
    func corpus() async throws {
        let write = ProcessInfo.processInfo.environment["WAYMARK_WRITE_CORPUS"]
        if write != nil, write != "rows" { try await Self.write() }
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
            if write == "rows" {
                try rows.write(to: Self.folder.appending(path: "rows.txt"), atomically: true, encoding: .utf8)
            }
            #expect(rows == (try String(contentsOf: Self.folder.appending(path: "rows.txt"), encoding: .utf8)))
            for name in ProjectionCatalogue.names {
                #expect(try await Rebuild(store: district.store).run(name).proven == ["Testville"])
            }
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    private static func write() async throws {
        try await SmallDistrict.with { district in
            try await district.restore(Array(try Data(contentsOf: folder.appending(path: "events.tsv"))))
            let events = try await district.log.read(after: 0, limit: .max)
            let missing = EventKind.allCases.filter { kind in !events.contains { $0.event.kind == kind } }
            for kind in missing {
                let events = try await district.log.read(after: 0, limit: .max)
                _ = try await district.log.append([try Self.event(kind, after: events)])
            }
            try Data(try await district.dump()).write(to: folder.appending(path: "events.tsv"))
            try await district.projector.catchUp()
            try await (district.rows().joined(separator: "\n") + "\n").write(
                to: folder.appending(path: "rows.txt"), atomically: true, encoding: .utf8)
        }
    }

    /// An event of a kind, with what it names taken from the events before it.
    private static func event(_ kind: EventKind, after events: [RecordedEvent]) throws -> LearningEvent {
        let decision = events.last { $0.event.kind == .mastery }?.event
        let learner = try #require(decision ?? events.first?.event).learner
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
            let request = try #require(events.last { $0.event.kind == .accessRequested }).event
            json["learner"] = .string(request.learner.description)
            json["facts"] = .object(["request": request.id.json, "answer": .string("shown")])
        case .transcriptRequested:
            json["facts"] = .object(["recipientClass": .string("post-secondary")])
            json["words"] = .object(["recipient": .string("A college")])
        case .transcriptAnswered:
            let request = try #require(events.last { $0.event.kind == .transcriptRequested }).event
            json["learner"] = .string(request.learner.description)
            json["facts"] = .object(["request": request.id.json, "answer": .string("sent")])
        case .retentionRun:
            json["facts"] = .object([
                "schedule": .number("1"), "digest": .string(String(repeating: "ab", count: 32)),
                "asOf": .string("2026-03-04"), "classes": .array([]),
            ])
        case .learnerErased, .wordsDestroyed:
            json["facts"] = .object(["basis": .string("request")])
        case .voiceHeard:
            guard let decision, case .mastery(let mastery) = decision.facts else { fallthrough }
            json["facts"] = .object([
                "decision": decision.id.json, "competency": mastery.competency.json, "speaker": .string("family"),
                "voice": .string("differs"),
            ])
        case .identityLinked:
            json["facts"] = .object(["other": .string("0198c5b2-7c1e-7d3a-9a51-000000001eb7")])
            json["words"] = .object(["reason": .string("a reason")])
        case .identityUnlinked:
            let link = try #require(events.last { $0.event.kind == .identityLinked }).event
            json["learner"] = .string(link.learner.description)
            json["facts"] = .object(["link": link.id.json])
            json["words"] = .object(["reason": .string("a reason")])
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
