import Foundation
import Interchange
import LearningRecord
import ReferenceData
import TestSupport
import Testing

/// The files of `shared/data/case`.
enum CASERealFiles {
    static let sbac = "sbac-math-content-spec.case10.json"
    static let draft = "edge-cases/what-standards-could-be.draft.json"
    static let all = [
        sbac, draft, "act-holistic-math-excerpt.case10.json", "edge-cases/AdoptedTestFramework.case10.json",
        "edge-cases/EmptyExternalFramework.case10.json", "edge-cases/ItemTypeTestFramework.case10.json",
        "edge-cases/MarkdownFramework.case10.json", "edge-cases/SequenceNumberFramework.case10.json",
        "edge-cases/SmartLevelFramework.case10.json", "edge-cases/Utf8TestFramework.case10.json",
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: try #require(SharedData.url("data/case/\(name)"))))
    }
}

@Suite("Real CASE files", .enabled(if: SharedData.isPresent, SharedData.absence))
struct CASERealFileTests {
    @Test("are all in the list of these tests")
    func complete() throws {
        let folder = try #require(SharedData.url("data/case"))
        let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        #expect(Set(files.filter { $0.hasSuffix(".json") }) == Set(CASERealFiles.all))
    }

    @Test("are read whole: no item and no association is lost", arguments: CASERealFiles.all)
    func whole(name: String) throws {
        let bytes = try CASERealFiles.bytes(name)
        let raw = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let framework = try CASEDecoder.decode(bytes).package.framework()
        for (member, parts) in [
            ("CFItems", framework.competencies.map(\.value.id.description)),
            ("CFAssociations", framework.associations.map { $0.value.id.uuidString.lowercased() }),
        ] {
            let listed = try #require(raw[member] as? [[String: Any]]).compactMap { $0["identifier"] as? String }
            #expect(parts == listed.map { $0.lowercased() })
        }
        #expect(framework.caseVersion == "1.0")
    }

    @Test("the mathematics of a state consortium has every count that its origin tells")
    func consortium() throws {
        let framework = try CASEDecoder.decode(CASERealFiles.bytes(CASERealFiles.sbac)).package.framework()
        let associations = framework.associations.map(\.value)
        let kinds = Dictionary(grouping: associations, by: \.kind)
        #expect(framework.title == "Smarter Balanced Math Content Specification")
        #expect(framework.competencies.count == 585)
        #expect(associations.count == 3367)
        #expect(
            kinds.mapValues(\.count) == [.isChildOf: 570, .precedes: 423, .exactMatchOf: 914, .isRelatedTo: 1460])
        #expect(associations.filter(\.isOutside).count == 2004)
        #expect(
            kinds.mapValues { $0.filter(\.isOutside).count }
                == [.isChildOf: 0, .precedes: 3, .exactMatchOf: 914, .isRelatedTo: 1087])
    }

    @Test("its continuum goes along precedes, association by association")
    func continuum() throws {
        let framework = try CASEDecoder.decode(CASERealFiles.bytes(CASERealFiles.sbac)).package.framework()
        let competencies = framework.competencies.map(\.value)
        let associations = framework.associations.map(\.value)
        let graph = FrameworkGraph(competencies: competencies, associations: associations)
        let inside = associations.filter { $0.kind == .precedes && !$0.isOutside }
        #expect(inside.count == 420)
        var before: [CompetencyID: Set<CompetencyID>] = [:]
        for association in inside {
            let origin = try #require(CompetencyID(association.origin))
            let destination = try #require(CompetencyID(association.destination))
            before[destination, default: []].insert(origin)
            #expect(graph.successors(of: origin).contains(destination))
        }
        #expect(
            competencies.reduce(0) { $0 + graph.successors(of: $1.id).count }
                == Set(inside.map { [$0.origin, $0.destination] }).count)
        for start in graph.starts {
            #expect(before[start] == nil)
            for step in graph.nextSteps(demonstrated: [start]) {
                #expect(step.after == [start])
                #expect(Set(step.open) == before[step.competency]?.subtracting([start]))
            }
        }
        // It has no circle, so whoever goes on to all that is ready comes to the end of everything.
        var demonstrated = Set(graph.starts)
        var rounds = 0
        while case let ready = graph.nextSteps(demonstrated: demonstrated).filter({ $0.isReady }), !ready.isEmpty {
            demonstrated.formUnion(ready.map(\.competency))
            rounds += 1
        }
        let connected = Set(competencies.map(\.id).filter { !graph.successors(of: $0).isEmpty || before[$0] != nil })
        #expect(demonstrated == connected)
        #expect(rounds > 1)
        #expect(competencies.filter { graph[$0.id]?.parent == nil }.count == graph.areas.count)
    }

    @Test("the draft comes in too, and what it writes in its own way is told")
    func draft() throws {
        let (package, findings) = try CASEDecoder.decode(CASERealFiles.bytes(CASERealFiles.draft))
        #expect(package.items.count == 16)
        #expect(package.associations.count == 39)
        #expect(findings.unknown == ["CFItem.educationalLevel": 16, "CFItem.CFItemAssociationURI": 16])
        #expect(
            findings.superseded == [
                "CFDocument.CFPackageURI": 1, "CFItem.CFDocumentURI": 16, "CFAssociation.CFDocumentURI": 39,
            ])
        #expect(findings.filled == ["CFItemType.description": 3])
        #expect(findings.momentsWithoutZone == 1 + 16 + 39 + 3)
        let associations = try package.framework().associations.map(\.value)
        #expect(associations.filter(\.isOutside).count == 21)
    }

    @Test("items stand by their sequence number where they have one")
    func sequence() throws {
        let file = "edge-cases/SequenceNumberFramework.case10.json"
        let framework = try CASEDecoder.decode(CASERealFiles.bytes(file)).package.framework()
        let graph = FrameworkGraph(
            competencies: framework.competencies.map(\.value), associations: framework.associations.map(\.value))
        #expect(graph.competencies.map(\.code) == ["SNT.2", "SNT.1"])
        #expect(graph.competencies.map(\.sequence) == [1, 2])
    }
}
