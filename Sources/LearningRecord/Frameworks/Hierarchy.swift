/// What stands under what, by the `isChildOf` of a framework: a forest, whatever the rows say.
struct Hierarchy {
    /// The competencies as given, each once, with parent, area and sequence set.
    private(set) var competencies: [Competency] = []
    private(set) var indices: [CompetencyID: Int] = [:]
    /// What stands right under each competency, in order. What stands under several is with all of them.
    private(set) var children: [[Int]] = []
    /// What has nothing above it, in order.
    private(set) var roots: [Int] = []
    /// Each competency once, from the top down.
    private(set) var order: [Int] = []

    /// A statement that a competency stands under another, or (`parent` nil) under the framework itself.
    private struct Place {
        var parent: Int?
        var sequence: Int32?
        var listed: Int

        /// Which place is the main one: under a competency before under the framework, then by sequence number, then
        /// as listed.
        var key: (Int, Int32, Int) { (parent == nil ? 1 : 0, sequence ?? .max, listed) }
    }

    init(rows: [Competency], associations: [Association]) {
        for row in rows where indices[row.id] == nil {
            indices[row.id] = competencies.count
            competencies.append(row)
        }
        let places = places(by: associations)
        let parents = withoutCircles(places.map { $0.first?.parent })
        for index in competencies.indices {
            competencies[index].parent = parents[index].map { competencies[$0].id }
            competencies[index].sequence = places[index].first?.sequence
        }
        arrange(places, parents: parents)
        walk()
        for (index, area) in areas(parents).enumerated() { competencies[index].area = competencies[area].id }
    }

    /// The places of each competency, the main one first.
    private func places(by associations: [Association]) -> [[Place]] {
        var places: [[Place]] = Array(repeating: [], count: competencies.count)
        for (listed, association) in associations.enumerated() where association.kind == .isChildOf {
            guard let child = index(association.origin) else { continue }
            let parent = index(association.destination)
            if parent != child {
                places[child].append(Place(parent: parent, sequence: association.sequence, listed: listed))
            }
        }
        return places.map { $0.sorted { $0.key < $1.key } }
    }

    private func index(_ node: String) -> Int? { CompetencyID(node).flatMap { indices[$0] } }

    /// The main parents, with each circle cut above its smallest identifier: the same cut in whichever order the rows
    /// come.
    private func withoutCircles(_ parents: [Int?]) -> [Int?] {
        var parents = parents
        var walks = Array(repeating: 0, count: parents.count)
        for start in parents.indices where walks[start] == 0 {
            let walk = start + 1
            var next: Int? = start
            while let index = next, walks[index] == 0 {
                walks[index] = walk
                next = parents[index]
            }
            guard let closing = next, walks[closing] == walk else { continue }
            var circle = [closing]
            while let above = circle.last.flatMap({ parents[$0] }), above != closing { circle.append(above) }
            let cut = circle.min { competencies[$0].id.description < competencies[$1].id.description }
            if let cut { parents[cut] = nil }
        }
        return parents
    }

    private mutating func arrange(_ places: [[Place]], parents: [Int?]) {
        var under: [[(child: Int, sequence: Int32?)]] = Array(repeating: [], count: competencies.count)
        var top: [(child: Int, sequence: Int32?)] = []
        for (child, places) in places.enumerated() {
            if parents[child] == nil { top.append((child, places.first { $0.parent == nil }?.sequence)) }
            var seen: Set<Int> = []
            for (index, place) in places.enumerated() {
                guard let parent = place.parent, seen.insert(parent).inserted else { continue }
                // Not where a circle was cut.
                if index > 0 || parents[child] == parent { under[parent].append((child, place.sequence)) }
            }
        }
        roots = sorted(top)
        children = under.map(sorted)
    }

    private func sorted(_ siblings: [(child: Int, sequence: Int32?)]) -> [Int] {
        siblings.sorted { left, right in
            let sequences = (left.sequence ?? .max, right.sequence ?? .max)
            if sequences.0 != sequences.1 { return sequences.0 < sequences.1 }
            let codes = (competencies[left.child].code ?? "", competencies[right.child].code ?? "")
            if codes.0.isEmpty != codes.1.isEmpty { return codes.1.isEmpty }
            if NaturalOrder.precedes(codes.0, codes.1) { return true }
            return !NaturalOrder.precedes(codes.1, codes.0) && left.child < right.child
        }.map(\.child)
    }

    /// The topmost above each one, or itself.
    private func areas(_ parents: [Int?]) -> [Int] {
        var areas: [Int?] = Array(repeating: nil, count: parents.count)
        for start in parents.indices {
            var path: [Int] = [start]
            while let last = path.last, areas[last] == nil, let above = parents[last] { path.append(above) }
            let area = path.last.map { areas[$0] ?? $0 }
            for index in path { areas[index] = area }
        }
        return areas.enumerated().map { $1 ?? $0 }
    }

    /// Goes through everything from the roots, depth first, without recursion: a framework may be very deep.
    private mutating func walk() {
        var seen: Set<Int> = []
        var open: [Int] = roots.reversed()
        while let index = open.popLast() {
            guard seen.insert(index).inserted else { continue }
            order.append(index)
            open.append(contentsOf: children[index].reversed())
        }
    }
}
