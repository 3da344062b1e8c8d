import Foundation
import LearningRecord
import Testing
import TestSupport

@Suite("Any framework, however muddled")
struct FrameworkGraphPropertyTests {
    @Test("makes a forest with every item once, and steps that follow precedes exactly", arguments: Seeds.first(200))
    func anyRows(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...12, using: &random)
        let listed = (0..<count).map { "item \($0)" }.shuffled(using: &random)
        func pairs(_ most: Int) -> [(String, String)] {
            guard count > 0 else { return [] }
            return (0..<Int.random(in: 0...most, using: &random)).map { _ in
                (listed[Int.random(in: 0..<count, using: &random)], listed[Int.random(in: 0..<count, using: &random)])
            }
        }
        let precedes = pairs(25)
        let map = FrameworkSketch(listed: listed, alsoUnder: pairs(20), precedes: precedes)
        let graph = map.graph

        #expect(Set(graph.competencies.map(\.id)) == Set(map.competencies.map(\.id)), "seed \(seed)")
        #expect(graph.competencies.count == count, "seed \(seed)")
        for competency in graph.competencies {
            let above = graph.ancestors(of: competency.id)
            #expect(Set(above).count == above.count && !above.contains(competency.id), "seed \(seed)")
            #expect(competency.area == above.last ?? competency.id, "seed \(seed)")
            if let parent = competency.parent {
                #expect(graph.children(of: parent).contains(competency.id), "seed \(seed)")
            }
        }
        let again = FrameworkGraph(competencies: graph.competencies, associations: map.associations)
        #expect(again.competencies.map(\.area) == again.competencies.map { graph[$0.id]?.area }, "seed \(seed)")

        let demonstrated = Set(listed.filter { _ in Bool.random(using: &random) })
        let steps = graph.nextSteps(demonstrated: Set(demonstrated.map { map[$0] }))
        let expected = Set(precedes.filter { demonstrated.contains($0) && !demonstrated.contains($1) }.map(\.1))
        #expect(Set(steps.compactMap { map.name($0.competency) }) == expected, "seed \(seed)")
        for step in steps {
            let name = map.name(step.competency)
            let before = Set(precedes.filter { $0.1 == name && $0.0 != name }.map(\.0))
            #expect(Set(step.after.compactMap(map.name)) == before.intersection(demonstrated), "seed \(seed)")
            let open = before.subtracting(demonstrated).filter { !reaches(name ?? "", $0, precedes) }
            #expect(Set(step.open.compactMap(map.name)) == open, "seed \(seed)")
        }
    }

    /// Whether `start` precedes `end`, over any number of steps: the slow and obvious way.
    private func reaches(_ start: String, _ end: String, _ precedes: [(String, String)]) -> Bool {
        var reached: Set<String> = [start]
        for _ in precedes {
            for (origin, destination) in precedes where reached.contains(origin) { reached.insert(destination) }
        }
        return reached.contains(end)
    }
}
