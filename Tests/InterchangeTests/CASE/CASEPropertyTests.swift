import Foundation
import Interchange
import LearningRecord
import ReferenceData
import TestSupport
import Testing

@Suite("Any CASE package")
struct CASEPropertyTests {
    static let seeds: [UInt64] = {
        let only = ProcessInfo.processInfo.environment["WAYMARK_SEED"].flatMap { UInt64($0) }
        return only.map { [$0] } ?? Array(1...60)
    }()

    @Test("in the form of 1.1 reads as itself, and everything that it holds is in the framework or in the findings")
    func canonical() throws {
        for seed in Self.seeds {
            let sample = Self.sample(seed: seed)
            let (package, findings) = try CASEDecoder.decode(sample.bytes)
            let again = try CASEDecoder.decode(JSONWriter.bytes(package.json))
            #expect(again.package.json == package.json, "seed \(seed)")
            #expect(again.findings == CASEFindings(), "seed \(seed)")
            #expect(again.package.digest == package.digest, "seed \(seed)")

            let framework = try package.framework()
            #expect(framework.competencies.map(\.value.id.description) == sample.items.map { $0["identifier"]?.string })
            #expect(framework.associations.count == sample.associations.count, "seed \(seed)")
            for name in ["fullStatement", "humanCodingScheme", "extensions"] {
                #expect(package.items.map { $0[name] } == sample.items.map { $0[name] }, "seed \(seed)")
            }
            #expect(package.associations == sample.associations, "seed \(seed)")
            #expect(package.extensions == sample.others["extensions"]?.object, "seed \(seed)")
            #expect(findings.unknown == Self.count(["CFItem.finalScore"], sample), "seed \(seed)")
            #expect(findings.superseded == Self.count(["CFItem.CFDocumentURI"], sample), "seed \(seed)")
            #expect(
                findings.scores == Self.count(["CFRubricCriterionLevel.score", "CFRubricCriterion.weight"], sample),
                "seed \(seed)")
        }
    }

    @Test(
        "goes out as valid CASE 1.1",
        .enabled(if: SharedData.isPresent && OfficialSchema.canValidate, "needs 'shared' and python3 with jsonschema"))
    func valid() throws {
        for seed in Self.seeds.prefix(12) {
            let package = try CASEDecoder.decode(Self.sample(seed: seed).bytes).package
            #expect(try OfficialSchema.problems(JSONWriter.bytes(package.json)) == "", "seed \(seed)")
        }
    }

    @Test("comes out of the database as it went in, version after version")
    func throughDatabase() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let alder = districts[0]
            var version: Int64 = 0
            for seed in Self.seeds.prefix(20) {
                let sample = Self.sample(seed: seed)
                version += 1
                let report = try await alder.load(sample)
                #expect(report.version == version, "seed \(seed)")
                let exported = try await CASEExport.package(
                    framework: sample.framework, of: alder.district, pool: alder.pool)
                let package = try CASEDecoder.decode(sample.bytes).package
                #expect(try CASEDecoder.decode(exported).package.json == package.json, "seed \(seed)")

                let graph = FrameworkGraph(
                    competencies: try package.framework().competencies.map(\.value),
                    associations: try package.framework().associations.map(\.value))
                let rows = try await alder.competencies(sample.framework, version: version)
                #expect(rows == rows.map { graph[$0.id] }, "seed \(seed)")
            }
        }
    }

    /// A package with whatever a seed brings: odd texts, additions, members of 1.0, rubrics, circles, ends outside.
    private static func sample(seed: UInt64) -> CASESample {
        var random = SeededGenerator(seed: seed)
        var sample = CASESample(title: text(&random))
        let names = (0..<Int.random(in: 0...8, using: &random)).map { "item \($0)" }
        sample.items = names.map(CASESample.item)
        for index in sample.items.indices {
            sample.items[index]["fullStatement"] = .string(text(&random))
            if Bool.random(using: &random) { sample.items[index]["humanCodingScheme"] = .string(text(&random)) }
            if Bool.random(using: &random) { sample.items[index]["CFDocumentURI"] = CASESample.link("document") }
            if Bool.random(using: &random) { sample.items[index]["finalScore"] = .number("3") }
            if Bool.random(using: &random) { sample.items[index]["educationLevel"] = .string(text(&random)) }
            if Bool.random(using: &random) { sample.items[index]["extensions"] = .object(["own": addition(&random)]) }
        }
        let ends = names + ["document", "elsewhere", "far away"]
        let kinds = AssociationKind.standard.map(\.rawValue) + ["ext:own.kind_1"]
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            sample.relate(
                ends.randomElement(using: &random) ?? "", kinds.randomElement(using: &random) ?? "",
                ends.randomElement(using: &random) ?? "",
                sequence: Bool.random(using: &random) ? Int.random(in: -3...3, using: &random) : nil)
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let count = Int.random(in: 0...4, using: &random)
            sample.rate(
                names.randomElement(using: &random),
                (0..<count).map { (place: Int) in
                    (
                        "level \(place)", Bool.random(using: &random) ? Int.random(in: 0...5, using: &random) : nil,
                        Bool.random(using: &random) ? String(Int.random(in: 0...9, using: &random)) : nil
                    )
                })
        }
        if Bool.random(using: &random) { sample.others["extensions"] = .object(["own": addition(&random)]) }
        return sample
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let pieces = ["a", "Ω", "𝑑", "é", "e\u{301}", "\"", "\\", "\n", "\u{7F}", " ", "<b>", "'; drop", "日本", "0"]
        return (0..<Int.random(in: 0...12, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }.joined()
    }

    private static func addition(_ random: inout SeededGenerator, depth: Int = 0) -> JSON {
        switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number("\(Int.random(in: -9...9, using: &random)).50e3")
        case 3: .string(text(&random))
        case 4: .array((0..<2).map { _ in addition(&random, depth: depth + 1) })
        default: .object(["one": addition(&random, depth: depth + 1), "two": addition(&random, depth: depth + 1)])
        }
    }

    /// How often members stand in a sample; without those that do not.
    private static func count(_ members: [String], _ sample: CASESample) -> [String: Int] {
        var counts: [String: Int] = [:]
        for member in members {
            let name = String(member.split(separator: ".")[1])
            let count = occurrences(of: name, in: .object(sample.json))
            if count > 0 { counts[member] = count }
        }
        return counts
    }

    private static func occurrences(of name: String, in json: JSON) -> Int {
        switch json {
        case .object(let object):
            object.members.reduce(0) { $0 + ($1.name == name ? 1 : 0) + occurrences(of: name, in: $1.value) }
        case .array(let elements): elements.reduce(0) { $0 + occurrences(of: name, in: $1) }
        default: 0
        }
    }
}
