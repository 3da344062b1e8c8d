import Foundation
import Interchange
import LearningRecord
import TestSupport
import Testing

@Suite("Exporting CASE packages")
struct CASEExportTests {
    @Test("A version goes out as it came in, also when newer ones exist; the current one when none is named")
    func versions() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let alder = districts[0]
            var sample = CASESample("add", "subtract")
            sample.relate("add", "precedes", "subtract", sequence: 1)
            sample.rate("add", [("near", 1, nil), ("far", 2, nil)])
            sample.others["extensions"] = .object(["ours": .number("1.50")])
            let next = CASESample("add")
            for sample in [sample, next] { _ = try await alder.load(sample) }
            let exported = try await [1, 2, nil].asyncMap { version in
                try await CASEExport.package(
                    framework: sample.framework, version: version, of: alder.district, pool: alder.pool)
            }
            let packages = try exported.map { try CASEDecoder.decode($0).package.json }
            let originals = try [sample, next].map { try CASEDecoder.decode($0.bytes).package.json }
            #expect(packages[0] == originals[0])
            #expect(packages[1] == originals[1])
            #expect(packages[2] == packages[1])
            #expect(try await alder.load(exported[1]).outcome == .unchanged)
        }
    }

    @Test("A framework that is not there is refused by its identifier")
    func unknown() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let id = CASESample("add").framework
            let error = await #expect(throws: CASEError.self) {
                try await CASEExport.package(framework: id, of: districts[0].district, pool: districts[0].pool)
            }
            #expect(error?.description.contains(id.description) == true)
        }
    }

    @Test(
        "Every real file goes out as valid CASE 1.1 and comes in again as the same",
        .enabled(if: SharedData.isPresent && OfficialSchema.canValidate, "needs 'shared' and python3 with jsonschema"),
        arguments: CASERealFiles.all)
    func real(name: String) async throws {
        try await CASEDistrict.with("Alder", "Birch") { _, districts in
            let report = try await districts[0].load(try CASERealFiles.bytes(name))
            let exported = try await CASEExport.package(
                framework: report.framework, of: districts[0].district, pool: districts[0].pool)
            #expect(try OfficialSchema.problems(exported) == "")
            #expect(try await districts[0].load(exported).outcome == .unchanged)
            #expect(try await districts[1].load(exported).outcome == .new)
            let again = try await CASEExport.package(
                framework: report.framework, of: districts[1].district, pool: districts[1].pool)
            #expect(again == exported)
        }
    }

    @Test(
        "The validator of these tests sees what 1.1 forbids",
        .enabled(if: SharedData.isPresent && OfficialSchema.canValidate, "needs 'shared' and python3 with jsonschema"))
    func validatorSees() throws {
        #expect(try OfficialSchema.problems(CASERealFiles.bytes(CASERealFiles.sbac)).contains("CFDocumentURI"))
        var sample = CASESample("add")
        #expect(try OfficialSchema.problems(sample.bytes) == "")
        sample.items[0]["identifier"] = .string("add")
        #expect(try OfficialSchema.problems(sample.bytes) != "")
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
