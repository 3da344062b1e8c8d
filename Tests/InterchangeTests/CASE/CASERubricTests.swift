import Interchange
import LearningRecord
import ReferenceData
import Testing

@Suite("Rubrics of CASE")
struct CASERubricTests {
    private func scale(_ levels: [(name: String, position: Int?, score: String?)]) throws -> ([String], CASEFindings) {
        var sample = CASESample("add")
        sample.rate("add", levels)
        let (package, findings) = try CASEDecoder.decode(sample.bytes)
        let criterion = try #require(try package.framework().criteria.first)
        #expect(criterion.competency == CASESample.competency("add"))
        #expect(!String(decoding: JSONWriter.bytes(package.json), as: UTF8.self).contains("score"))
        #expect(!String(decoding: JSONWriter.bytes(package.json), as: UTF8.self).contains("weight"))
        return (criterion.scale.levels.map(\.name), findings)
    }

    @Test("become levels by position, and no score or weight comes in")
    func byPosition() throws {
        let (names, findings) = try scale([("far", 3, "3"), ("near", 1, "1"), ("midway", 2, "2")])
        #expect(names == ["near", "midway", "far"])
        #expect(findings.scores == ["CFRubricCriterionLevel.score": 3, "CFRubricCriterion.weight": 1])
        #expect(findings.turnedCriteria == 0)
    }

    @Test("that stand highest first, as their scores show, are turned; lowest first they stay when read again")
    func turned() throws {
        let (names, findings) = try scale([("far", 1, "4"), ("near", 2, "2.5")])
        #expect(names == ["near", "far"])
        #expect(findings.turnedCriteria == 1)

        var sample = CASESample("add")
        sample.rate("add", [("far", 1, "4"), ("near", 2, "2.5")])
        let once = try CASEDecoder.decode(sample.bytes).package
        let twice = try CASEDecoder.decode(JSONWriter.bytes(once.json))
        #expect(twice.package.json == once.json)
        #expect(twice.findings == CASEFindings())
    }

    @Test("without positions stand as listed")
    func asListed() throws {
        #expect(try scale([("b", nil, nil), ("a", nil, nil)]).0 == ["b", "a"])
    }

    @Test("of the framework as a whole hold for every competency without its own")
    func whole() throws {
        var sample = CASESample("add", "subtract")
        sample.rate(nil, [("seed", 1, nil), ("tree", 2, nil)])
        sample.rate("add", [("spark", 1, nil)])
        let levels = FrameworkLevels(criteria: try CASEDecoder.decode(sample.bytes).package.framework().criteria)
        #expect(levels.scale(for: CASESample.competency("subtract")).levels.map(\.name) == ["seed", "tree"])
        #expect(levels.scale(for: CASESample.competency("add")).levels.map(\.name) == ["spark"])
        #expect(levels.scale(for: CASESample.competency("add")).levels.map(\.description) == ["Is spark"])
    }

    @Test("shed what scores in a publisher's own additions too, and a level without a name goes by its place")
    func additions() throws {
        var sample = CASESample("add")
        sample.rate("add", [("near", 1, nil), ("far", 2, nil)])
        var text = String(decoding: sample.bytes, as: UTF8.self)
        text = text.replacing("\"quality\":\"near\"", with: "\"extensions\":[{\"maxPoints\":4,\"hint\":\"x\"}]")
        let (package, findings) = try CASEDecoder.decode(Array(text.utf8))
        #expect(findings.scores["CFRubricCriterionLevel.extensions.maxPoints"] == 1)
        #expect(try package.framework().criteria.first?.scale.levels.map(\.name) == ["level 1", "far"])
        let written = JSONWriter.text(package.json)
        #expect(written.contains("\"hint\":\"x\"") && !written.contains("Points"))
    }
}
