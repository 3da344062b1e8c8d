/// What comes before what, by the `precedes` of a framework, between competencies by their place in its order.
struct Precedence: Hashable {
    /// What each one precedes, ascending, each once.
    private(set) var successors: [[Int]]
    /// What precedes each one, ascending, each once.
    private(set) var predecessors: [[Int]]
    /// Which circle each one is in: members of one circle have the same number, all others their own.
    private var circles: [Int] = []

    init(associations: [Association], indices: [CompetencyID: Int], count: Int) {
        var after: [Set<Int>] = Array(repeating: [], count: count)
        var before = after
        for association in associations where association.kind == .precedes {
            guard let origin = CompetencyID(association.origin).flatMap({ indices[$0] }),
                let destination = CompetencyID(association.destination).flatMap({ indices[$0] }),
                origin != destination
            else { continue }
            after[origin].insert(destination)
            before[destination].insert(origin)
        }
        successors = after.map { $0.sorted() }
        predecessors = before.map { $0.sorted() }
        circles = findCircles()
    }

    /// Whether `index` comes after `earlier` for good: not when each precedes the other, directly or over others.
    func waits(_ index: Int, for earlier: Int) -> Bool { circles[index] != circles[earlier] }

    /// Whether a learner can begin here: it precedes something, and nothing that it would wait for precedes it.
    func isStart(_ index: Int) -> Bool {
        !successors[index].isEmpty && !predecessors[index].contains { waits(index, for: $0) }
    }

    /// Kosaraju's algorithm for strongly connected components (Sharir, 1981), without recursion.
    private func findCircles() -> [Int] {
        var circles = Array(repeating: -1, count: successors.count)
        for start in finishingOrder().reversed() where circles[start] < 0 {
            var open = [start]
            while let index = open.popLast() {
                guard circles[index] < 0 else { continue }
                circles[index] = start
                open.append(contentsOf: predecessors[index].filter { circles[$0] < 0 })
            }
        }
        return circles
    }

    /// The competencies in the order in which a depth-first walk along `precedes` leaves them.
    private func finishingOrder() -> [Int] {
        var finished: [Int] = []
        var seen = Array(repeating: false, count: successors.count)
        for start in successors.indices where !seen[start] {
            seen[start] = true
            var path: [(index: Int, next: Int)] = [(start, 0)]
            while let (index, next) = path.last {
                guard next < successors[index].count else {
                    finished.append(index)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let successor = successors[index][next]
                if !seen[successor] {
                    seen[successor] = true
                    path.append((successor, 0))
                }
            }
        }
        return finished
    }
}
