import LearningRecord

extension LearnerContinuum {
    /// Ways forward: what follows from what is demonstrated, the next level of what is begun, the learner's goals, and
    /// areas that are not begun; in the framework's order.
    static func ways(from entries: [Entry], in frame: Frame) -> [Way] {
        let words = frame.words
        var ways: [CompetencyID: Way] = [:]
        func add(_ id: CompetencyID, _ reason: Reason, stillOpen: [String] = []) {
            ways[id, default: Way(item: frame.item(id), reasons: [], stillOpen: stillOpen)].reasons.append(reason)
        }
        let demonstrated = entries.filter { $0.all.contains { $0.demonstrated != nil } }.map(\.item.competency)
        for step in words.nextSteps(demonstrated: Set(demonstrated)) {
            add(step.competency, .follows(step.after.map(words.title)), stillOpen: step.open.map(words.title))
        }
        for entry in entries {
            let id = entry.item.competency
            // Where evidence already speaks to a further level, that is the one that comes next.
            if entry.isBegun, let next = entry.edge?.level ?? entry.nextLevel?.name { add(id, .nextLevel(next)) }
            if let goal = entry.goal, !entry.isBegun { add(id, .goal(goal.level)) }
        }
        let begun = Set(entries.map(\.item.competency))
        for graph in words.graphsInForce {
            let begunAreas = Set(begun.compactMap { graph.area(of: $0) })
            let beginnings = graph.beginnings
            for area in graph.areas where !begunAreas.contains(area) {
                let begin = beginnings[area] ?? graph.children(of: area)
                if !begin.isEmpty { add(area, .areaNotBegun(beginWith: begin.map(words.title))) }
            }
        }
        return ways.values.sorted { words.precedes($0.item.competency, $1.item.competency) }
    }
}

extension LearnerContinuum.Entry {
    /// Whether there is anything but a goal or a view: the learner is at it.
    var isBegun: Bool { all.contains { $0.demonstrated != nil || $0.edge != nil } }
}

extension FrameworkGraph {
    /// Where one can begin in an area, in order: what nothing else of the area precedes, among what the framework puts in
    /// an order at all. An area where it says nothing of that is not among them.
    fileprivate var beginnings: [CompetencyID: [CompetencyID]] {
        var beginnings: [CompetencyID: [CompetencyID]] = [:]
        for competency in competencies {
            guard let area = competency.area, area != competency.id else { continue }
            let before = predecessors(of: competency.id)
            guard !before.isEmpty || !successors(of: competency.id).isEmpty else { continue }
            if before.contains(where: { self.area(of: $0) == area }) { continue }
            beginnings[area, default: []].append(competency.id)
        }
        return beginnings
    }
}
