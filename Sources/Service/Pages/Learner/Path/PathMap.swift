import LearningRecord

/// Where the stops of a path stand on its map: to the right of what leads to them, in rows by area. It shows what leads to
/// what and nothing else; how far right something stands says nothing of anybody.
struct PathMap: Sendable {
    /// A stop with its place.
    struct Node: Sendable {
        let stop: PathStop
        var column: Int
        var row: Int
    }

    /// A way from one stop to another, by their places among the nodes.
    struct Edge: Sendable {
        let from: Int
        let to: Int
    }

    /// Stops, columns and rows that a map has at the most; beyond them it would be a net and no map.
    private static let (mostNodes, mostColumns, mostRows) = (16, 6, 4)

    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []
    /// Columns and rows that are used.
    var columns: Int { (nodes.map(\.column).max() ?? 0) + 1 }
    var rows: Int { (nodes.map(\.row).max() ?? 0) + 1 }

    /// A map; `nil` where the framework does not say what leads to what.
    init?(_ path: LearnerPath, in frameworks: DistrictFrameworks) {
        var stops: [CompetencyID: PathStop] = [:]
        for stop in path.all { stops[stop.id] = stop }
        let links = stops.keys.map { id in (id, frameworks.successors(id).filter { stops[$0] != nil }) }
        var successors = Dictionary(uniqueKeysWithValues: links)
        let linked = Set(successors.filter { !$0.value.isEmpty }.keys).union(successors.values.flatMap(\.self))
        let kept = Self.chosen(path.all.filter { linked.contains($0.id) })
        let ids = Set(kept.map(\.id))
        successors = successors.filter { ids.contains($0.key) }.mapValues { $0.filter(ids.contains) }
        place(kept, Self.columns(of: ids, successors), areas: path.all.map { $0.area ?? "" })
        let places = Dictionary(nodes.indices.map { (nodes[$0].stop.id, $0) }) { first, _ in first }
        for (index, node) in nodes.enumerated() {
            for successor in successors[node.stop.id] ?? [] {
                if let to = places[successor] { edges.append(Edge(from: index, to: to)) }
            }
        }
        guard !edges.isEmpty, nodes.count >= 3 else { return nil }
    }

    /// The stops that are shown where there are more: first where the learner is growing and what comes next.
    private static func chosen(_ stops: [PathStop]) -> [PathStop] {
        let order: [PathStop.Place] = [.growing, .next, .done, .later]
        let sorted = order.flatMap { place in stops.filter { $0.place == place } }
        let ids = Set(sorted.prefix(mostNodes).map(\.id))
        return stops.filter { ids.contains($0.id) }
    }

    /// The column of each: one further than the furthest that leads to it. In a circle somebody comes first.
    private static func columns(
        of ids: Set<CompetencyID>, _ successors: [CompetencyID: [CompetencyID]]
    ) -> [CompetencyID: Int] {
        var columns = Dictionary(uniqueKeysWithValues: ids.map { ($0, 0) })
        for _ in 0..<ids.count {
            var hasMoved = false
            for id in ids.sorted() {
                for successor in successors[id] ?? [] where (columns[successor] ?? 0) <= (columns[id] ?? 0) {
                    columns[successor] = min((columns[id] ?? 0) + 1, ids.count)
                    hasMoved = true
                }
            }
            if !hasMoved { break }
        }
        return columns
    }

    private mutating func place(_ stops: [PathStop], _ columns: [CompetencyID: Int], areas: [String]) {
        // Where the way is longer than the map, its beginning is left out.
        let first = max(0, (columns.values.max() ?? 0) - Self.mostColumns + 1)
        var seen: Set<String> = []
        var base = 0
        for area in areas where seen.insert(area).inserted {
            var taken: [Int: Int] = [:]
            for stop in stops where (stop.area ?? "") == area {
                guard let column = columns[stop.id], column >= first else { continue }
                let row = base + (taken[column] ?? 0)
                guard row < Self.mostRows else { continue }
                taken[column, default: 0] += 1
                nodes.append(Node(stop: stop, column: column - first, row: row))
            }
            base += taken.values.max() ?? 0
        }
    }
}
