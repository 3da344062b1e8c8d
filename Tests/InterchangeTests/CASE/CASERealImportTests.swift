import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import ReferenceData
import TestSupport
import Testing

@Suite("Importing real CASE files", .enabled(if: SharedData.isPresent, SharedData.absence))
struct CASERealImportTests {
    @Test("Every file comes in, and again is unchanged", arguments: CASERealFiles.all)
    func every(name: String) async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let bytes = try CASERealFiles.bytes(name)
            let report = try await districts[0].load(bytes)
            #expect(report.outcome == .new && report.version == 1)
            #expect(try await districts[0].load(bytes).outcome == .unchanged)
        }
    }

    @Test("What is stored of the state consortium's mathematics is the graph of its file")
    func stored() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let alder = districts[0]
            let bytes = try CASERealFiles.bytes(CASERealFiles.sbac)
            let report = try await alder.load(bytes)
            #expect(report.items == 585 && report.associationCount == 3367 && report.outsideCount == 2004)
            #expect(report.associations.map(\.kind) == [.isRelatedTo, .exactMatchOf, .isChildOf, .precedes])
            #expect(report.associations.map(\.count) == [1460, 914, 570, 423])
            #expect(report.json["associations"]?["outside"] == .number("2004"))
            #expect(report.findings.superseded["CFItem.CFDocumentURI"] == 585)

            let tenant = alder.district.tenant
            let (graph, framework, all) = try await alder.pool.read { session in
                let graph = try FrameworkStore.graph(
                    session, tenant: tenant, framework: report.framework, version: 1)
                let start = graph.starts[0]
                return (
                    graph, try FrameworkStore.framework(session, tenant: tenant, holding: start),
                    try FrameworkStore.associations(
                        session, tenant: tenant, framework: report.framework, version: 1)
                )
            }
            let file = try CASEDecoder.decode(bytes).package.framework()
            #expect(all == file.associations.map(\.value))
            #expect(framework?.id == report.framework)
            #expect(
                graph
                    == FrameworkGraph(
                        competencies: file.competencies.map(\.value), associations: file.associations.map(\.value)))
            let rows = try await alder.competencies(report.framework, version: 1)
            #expect(rows == rows.map { graph[$0.id] })
        }
    }
}
