import Foundation
import LearningRecord
import TestSupport
import Testing

/// A state consortium's framework, in and followed (Docs/real-input.md).
@Suite("A real framework of 585 competencies", .enabled(if: SharedData.isPresent, SharedData.absence))
struct RealFrameworkTests {
    @Test("It comes in whole, and a learner's next steps lie along each of its associations of precedence")
    func precedes() async throws {
        let file = try #require(SharedData.url(RawFramework.sbac))
        let raw = try RawFramework(file)
        let folder = try SampleFolder()
        defer { folder.remove() }
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Alder")
            let program = Program(database)
            let report = try JSONReader.read(
                Array(try await program.succeed("import", "case", file.path, "--json").utf8))
            #expect(report["items"]?.integer == 585)
            #expect(Self.counts(report) == raw.counts.mapValues(Int64.init))
            #expect(raw.counts.values.reduce(0, +) == 3367 && raw.counts["precedes"] == 423)

            let learners = Self.learners(of: raw)
            for name in learners.keys { _ = try await fixture.learner(name, "Learner", name) }
            try folder.write("events.jsonl", Self.events(learners, in: raw))
            try await program.succeed("import", "events", folder.path("events.jsonl"))

            var followed: Set<RawFramework.Pair> = []
            for (name, demonstrated) in learners.sorted(by: { $0.key < $1.key }) {
                let text = try await program.succeed("continuum", "roster:\(name)", "--json")
                let continuum = try JSONReader.read(Array(text.utf8))
                let shown = continuum["competencies"]?.array?.compactMap { $0["competency"]?.string?.lowercased() }
                #expect(Set(shown ?? []) == demonstrated)
                let next = try #require(continuum["next"]?.array).compactMap(Self.step)
                #expect(next.count == Set(next).count)
                #expect(Set(next) == raw.next(after: demonstrated), "\(name)")
                let reached = Set(next.map(\.item))
                followed.formUnion(
                    raw.precedes.filter { demonstrated.contains($0.first) && reached.contains($0.then) })
            }
            #expect(followed == raw.precedes)
        }
    }

    /// Learners with what each has demonstrated: two for each binary digit of an item's number, one for its being 0 and
    /// one for its being 1. Any two items differ in a digit, so every association leads someone on.
    private static func learners(of raw: RawFramework) -> [String: Set<String>] {
        var learners: [String: Set<String>] = [:]
        let items = raw.items.sorted()
        for digit in 0..<(Int.bitWidth - items.count.leadingZeroBitCount) {
            for value in 0...1 {
                let shown = items.indices.filter { $0 >> digit & 1 == value }
                learners["s-\(digit)-\(value)"] = Set(shown.map { items[$0] })
            }
        }
        return learners
    }

    /// A piece of evidence, and a decision about each competency that the learner has demonstrated.
    private static func events(_ learners: [String: Set<String>], in raw: RawFramework) -> String {
        learners.map { name, demonstrated in
            let evidence: JSONObject = [
                "form": .string("observation"),
                "competencies": .array(
                    demonstrated.prefix(1).map { .object(["competency": .string($0), "level": .number("1")]) }),
            ]
            let decisions = demonstrated.map { item in
                line(
                    "\(name)-\(item)", "mastery", name,
                    [
                        "competency": .string(item), "level": .number("1"), "framework": .string(raw.identifier),
                        "frameworkVersion": .number("1"), "decider": teacher,
                        "evidence": .array([.string("key:\(name)")]), "policy": .string("seen-1"),
                    ])
            }
            return line(name, "evidence", name, evidence) + decisions.joined()
        }.joined()
    }

    private static let teacher = JSON.object(["person": .string("roster:t-1"), "role": .string("teacher")])

    private static func line(_ key: String, _ kind: String, _ learner: String, _ facts: JSONObject) -> String {
        let event: JSONObject = [
            "key": .string(key), "kind": .string(kind), "learner": .string("roster:\(learner)"),
            "occurredAt": .string("2025-10-01T10:00:00Z"), "assertedBy": teacher, "facts": .object(facts),
        ]
        return JSONWriter.text(.object(event)) + "\n"
    }

    /// A way forward that follows from what is demonstrated; `nil` for one that there are other reasons for alone.
    private static func step(_ json: JSON) -> RawFramework.Step? {
        func titles(_ json: JSON?) -> Set<String> { Set(json?.array?.compactMap(\.string) ?? []) }
        guard let follows = json["reasons"]?.array?.first(where: { $0["why"]?.string == "follows" }) else { return nil }
        return RawFramework.Step(
            item: json["competency"]?.string?.lowercased() ?? "", after: titles(follows["after"]),
            open: titles(json["stillOpen"]))
    }

    private static func counts(_ report: JSON) -> [String: Int64] {
        let kinds = report["associations"]?["kinds"]?.array ?? []
        return Dictionary(uniqueKeysWithValues: kinds.map { ($0["kind"]?.string ?? "", $0["count"]?.integer ?? 0) })
    }
}
