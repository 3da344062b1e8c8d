import EventLog
import Interchange
import LearningRecord
import LibPQ
import ReferenceData
import TestSupport
import Testing

@Suite("Importing CASE packages")
struct CASEImportTests {
    @Test("The first time is version 1; the same again, in whichever order, is nothing")
    func again() async throws {
        try await CASEDistrict.with("Alder") { database, districts in
            let alder = districts[0]
            var sample = CASESample("add", "subtract")
            sample.relate("add", "precedes", "subtract")
            let first = try await alder.load(sample)
            #expect(first.outcome == .new && first.version == 1 && first.added == 2 && first.items == 2)
            let rows = try await CASEDistrict.rows(database)
            #expect(rows == [1, 2, 1, 0, 4])
            sample.items.reverse()
            let second = try await alder.load(sample)
            #expect(second.outcome == .unchanged && second.version == 1)
            #expect(try await CASEDistrict.rows(database) == rows)
        }
    }

    @Test("A changed framework is a new version beside the old one, each old item linked to what took its place")
    func newVersion() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let alder = districts[0]
            let sample = CASESample("keep", "reword", "replace", "drop")
            _ = try await alder.load(sample)
            var next = CASESample("keep", "reword", "successor")
            next.items[1]["fullStatement"] = .string("Can reword, and say why")
            next.relate("replace", "replacedBy", "successor")
            let report = try await alder.load(next)
            #expect(report.outcome == .newVersion && report.version == 2)
            #expect(report.added == 1 && report.changed == 1 && report.removed == 2 && report.replaced == 1)
            #expect(report.description.contains("1 items added, 1 changed, 2 removed (1 of them replaced)"))

            let old = try await alder.competencies(sample.framework, version: 1)
            #expect(
                old.map(\.replacedBy) == [
                    CASESample.competency("keep"), CASESample.competency("reword"),
                    CASESample.competency("successor"), nil,
                ])
            #expect(old[1].statement == "Can reword")
            let new = try await alder.competencies(sample.framework, version: 2)
            #expect(new.map(\.statement) == ["Can keep", "Can reword, and say why", "Can successor"])
            #expect(new.map(\.replacedBy) == [nil, nil, nil])
            #expect(try await alder.frameworks().map(\.version) == [2])
        }
    }

    @Test("A dry run tells what an import then does, and changes nothing")
    func dryRun() async throws {
        try await CASEDistrict.with("Alder") { database, districts in
            let alder = districts[0]
            let sample = CASESample("add", "subtract")
            for sample in [sample, CASESample("add", title: "A framework, revised")] {
                let before = try await CASEDistrict.rows(database)
                let said = try await alder.load(sample, dryRun: true)
                #expect(said.isDryRun)
                #expect(try await CASEDistrict.rows(database) == before)
                let done = try await alder.load(sample)
                #expect(said.version == done.version && said.outcome == done.outcome)
                #expect(said.added == done.added && said.changed == done.changed && said.removed == done.removed)
            }
        }
    }

    @Test("No broken package changes anything")
    func broken() async throws {
        try await CASEDistrict.with("Alder") { database, districts in
            _ = try await districts[0].load(CASESample("add"))
            let before = try await CASEDistrict.rows(database)
            for package in BrokenPackage.unreadable + BrokenPackage.wrong {
                await #expect(throws: CASEError.self, "\(package.testDescription)") {
                    try await districts[0].load(package.bytes)
                }
            }
            #expect(try await CASEDistrict.rows(database) == before)
        }
    }

    @Test("When the database fails in the middle, nothing of the package stays")
    func allOrNothing() async throws {
        try await CASEDistrict.with("Alder") { database, districts in
            let connection = try await Connection.connect(database.options)
            try await connection.run {
                _ = try $0.execute("alter table ref.level add constraint no_trees check (name <> 'tree')")
            }
            await connection.close()
            var sample = CASESample("add")
            sample.rate("add", [("seed", 1, nil), ("tree", 2, nil)])
            let broken = sample
            await #expect(throws: PostgresError.self) { try await districts[0].load(broken) }
            #expect(try await CASEDistrict.rows(database) == [0, 0, 0, 0, 0])
        }
    }

    @Test("Two districts with one framework never see each other's")
    func districtsApart() async throws {
        try await CASEDistrict.with("Alder", "Birch") { _, districts in
            let sample = CASESample("add")
            _ = try await districts[0].load(sample)
            #expect(try await districts[1].frameworks().isEmpty)
            #expect(try await districts[1].load(sample).outcome == .new)
            _ = try await districts[0].load(CASESample("add", "subtract"))
            #expect(try await districts[0].frameworks().map(\.version) == [2])
            #expect(try await districts[1].frameworks().map(\.version) == [1])
            #expect(try await districts[1].competencies(sample.framework, version: 2).isEmpty)
            await #expect(throws: CASEError.unknownFramework(sample.framework, version: 2)) {
                try await CASEExport.package(
                    framework: sample.framework, version: 2, of: districts[1].district, pool: districts[1].pool)
            }
        }
    }

    @Test("Many at once make one version after the other, none twice")
    func atOnce() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let alder = districts[0]
            let versions = try await withThrowingTaskGroup(of: (Int, CASEReport).self) { group in
                for number in 0..<4 {
                    group.addTask { (number, try await alder.load(CASESample("add", title: "Draft \(number)"))) }
                }
                return try await group.reduce(into: []) { $0.append($1.1.version) }
            }
            #expect(versions.sorted() == [1, 2, 3, 4])
        }
    }

    @Test("Levels come from the rubric, else from the district")
    func levels() async throws {
        try await CASEDistrict.with("Alder") { _, districts in
            let alder = districts[0]
            var sample = CASESample("add", "subtract")
            sample.rate("add", [("far", 1, "3"), ("midway", 2, "2"), ("near", 3, "1")])
            let report = try await alder.load(sample)
            #expect(report.criteria == 1 && report.levels == 3 && report.findings.turnedCriteria == 1)
            let tenant = alder.district.tenant
            let framework = sample.framework
            let levels = try await alder.pool.read {
                try FrameworkStore.levels($0, tenant: tenant, framework: framework, version: 1)
            }
            #expect(
                levels.scale(for: CASESample.competency("add")).levels.map(\.name) == ["near", "midway", "far"])
            #expect(levels.scale(for: CASESample.competency("subtract")) == .default)
        }
    }
}
