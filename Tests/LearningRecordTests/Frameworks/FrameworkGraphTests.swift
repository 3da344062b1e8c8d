import Foundation
import LearningRecord
import Testing

@Suite("The graph of a framework")
struct FrameworkGraphTests {
    @Test("Children stand by sequence, then by code as people read it, then as listed")
    func childrenInOrder() {
        let map = FrameworkSketch(
            codes: ["top": nil, "b": "T.10", "a": "T.2", "first": "Z", "plain": nil, "also plain": nil],
            listed: ["top", "b", "plain", "a", "also plain", "first"],
            under: ["b": "top", "a": "top", "first": "top", "plain": "top", "also plain": "top"],
            sequences: ["first": 1])
        let children = map.graph.children(of: map["top"])
        #expect(map.names(children) == ["first", "a", "b", "plain", "also plain"])
        #expect(map.names(map.graph.competencies.map(\.id)) == ["top", "first", "a", "b", "plain", "also plain"])
        #expect(map.graph[map["first"]]?.sequence == 1)
    }

    @Test("The area is the topmost item above; an item alone is its own area")
    func areas() {
        let map = FrameworkSketch(listed: ["leaf", "mid", "top", "alone"], under: ["leaf": "mid", "mid": "top"])
        #expect(map.graph.area(of: map["leaf"]) == map["top"])
        #expect(map.graph.area(of: map["top"]) == map["top"])
        #expect(map.graph.area(of: map["alone"]) == map["alone"])
        #expect(map.names(map.graph.ancestors(of: map["leaf"])) == ["mid", "top"])
        #expect(map.names(map.graph.areas) == ["top", "alone"])
        #expect(map.graph.area(of: CompetencyID(UUID())) == nil)
    }

    @Test("An item under two parents is a child of both, and its area is that of the first")
    func twoParents() {
        let map = FrameworkSketch(
            listed: ["one", "two", "shared"], under: ["shared": "two"], alsoUnder: [("shared", "one")])
        #expect(map.names(map.graph.children(of: map["one"])) == ["shared"])
        #expect(map.names(map.graph.children(of: map["two"])) == ["shared"])
        #expect(map.graph[map["shared"]]?.parent == map["two"])
        #expect(map.graph.area(of: map["shared"]) == map["two"])
        #expect(map.graph.competencies.count == 3)
    }

    @Test("A circle of parents is cut at its smallest identifier, in whichever order the rows come")
    func circleOfParents() {
        let map = FrameworkSketch(listed: ["a", "b", "c", "tail"], under: ["a": "b", "b": "c", "c": "a", "tail": "b"])
        let smallest = ["a", "b", "c"].min { map[$0].description < map[$1].description }
        let other = FrameworkGraph(
            competencies: map.graph.competencies.reversed(), associations: map.associations.reversed())
        for graph in [map.graph, other] {
            #expect(graph.competencies.count == 4)
            #expect(map.names(graph.areas) == [smallest])
            #expect(Set(graph.competencies.map { $0.area.flatMap(map.name) }) == [smallest])
        }
    }

    @Test("What comes next is what the demonstrated precedes; open prerequisites are named, and bar nobody")
    func nextSteps() {
        let map = FrameworkSketch(
            listed: ["a", "b", "c", "d", "e"], precedes: [("a", "c"), ("b", "c"), ("a", "d"), ("d", "e")])
        #expect(map.names(map.graph.starts) == ["a", "b"])
        #expect(map.graph.nextSteps(demonstrated: []).isEmpty)
        #expect(
            map.graph.nextSteps(demonstrated: [map["a"], CompetencyID(UUID())]) == [
                NextStep(competency: map["c"], after: [map["a"]], open: [map["b"]]),
                NextStep(competency: map["d"], after: [map["a"]], open: []),
            ])
        let later = map.graph.nextSteps(demonstrated: [map["a"], map["b"], map["d"]])
        #expect(map.names(later.map(\.competency)) == ["c", "e"])
        #expect(later.map(\.isReady) == [true, true])
        #expect(map.names(map.graph.successors(of: map["a"])) == ["c", "d"])
        #expect(map.names(map.graph.predecessors(of: map["c"])) == ["a", "b"])
    }

    @Test("In a circle of precedes nobody waits for another member, and those outside of it still wait")
    func circleOfPrecedes() {
        let map = FrameworkSketch(
            listed: ["a", "b", "c", "d"],
            precedes: [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("a", "d"), ("a", "a")])
        #expect(map.names(map.graph.starts) == ["a", "b", "c"])
        let steps = map.graph.nextSteps(demonstrated: [map["a"]])
        #expect(
            steps == [
                NextStep(competency: map["b"], after: [map["a"]], open: []),
                NextStep(competency: map["d"], after: [map["a"]], open: [map["c"]]),
            ])
    }

    @Test("Statements about what stands outside lead nowhere and hold nobody back")
    func outside() {
        let map = FrameworkSketch(
            listed: ["a", "b"], precedes: [("a", "b")],
            foreign: [("elsewhere", "b"), ("a", "https://example.org/x")])
        #expect(
            map.graph.nextSteps(demonstrated: [map["a"]]) == [
                NextStep(competency: map["b"], after: [map["a"]], open: [])
            ])
    }

    @Test("A chain of 100,000 competencies is no deeper than one", .timeLimit(.minutes(1)))
    func deep() {
        let listed = (0..<100_000).map { Competency(id: CompetencyID(FrameworkSketch.uuid($0)), statement: "Item") }
        let associations = zip(listed, listed.dropFirst()).enumerated().flatMap { index, pair in
            [AssociationKind.isChildOf, .precedes].enumerated().map { offset, kind in
                Association(
                    id: FrameworkSketch.uuid(index * 2 + offset), kind: kind, origin: pair.1.id.description,
                    destination: pair.0.id.description)
            }
        }
        let graph = FrameworkGraph(competencies: listed.reversed(), associations: associations)
        #expect(graph.areas == [listed[0].id])
        #expect(graph.ancestors(of: listed[99_999].id).count == 99_999)
        #expect(graph.starts == [listed[99_999].id])
    }
}
