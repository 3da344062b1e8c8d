import LearningRecord
import Projections

/// A learner's path: what they can do, where they are growing, and what it can go on with. In the framework's order, which is
/// nobody's strength; there is no rank in it and no distance.
struct LearnerPath: Sendable {
    private(set) var done: [PathStop] = []
    private(set) var growing: [PathStop] = []
    private(set) var next: [PathStop] = []
    private(set) var later: [PathStop] = []

    /// How many further ones are named: the rest is named when the path has come nearer.
    private static let mostLater = 12
    /// How many ways are named at once.
    private static let mostNext = 12

    private let frameworks: DistrictFrameworks
    private let places: [CompetencyID: Int]

    init(_ continuum: LearnerContinuum, in frameworks: DistrictFrameworks) {
        self.frameworks = frameworks
        places = frameworks.places()
        for entry in continuum.entries {
            if entry.all.contains(where: { $0.demonstrated != nil }) { done.append(stop(entry, .done)) }
            if entry.all.contains(where: { $0.edge != nil }) { growing.append(stop(entry, .growing)) }
        }
        addNext(continuum)
        addLater()
    }

    /// Whether there is nothing yet but places to begin.
    var isEmpty: Bool { done.isEmpty && growing.isEmpty && !next.contains { $0.entry != nil } }

    /// Every competency once, by where it stands: one that can be done and grows further is shown as growing.
    var all: [PathStop] {
        let grown = Set(growing.map(\.id))
        return done.filter { !grown.contains($0.id) } + growing + next + later
    }

    private func stop(_ entry: LearnerContinuum.Entry, _ place: PathStop.Place) -> PathStop {
        let known = frameworks[entry.item.competency]
        let title = known?.title ?? entry.item.statement
        return PathStop(
            id: entry.item.competency, place: place, code: entry.item.code, title: title,
            statement: title == entry.item.statement ? nil : entry.item.statement, area: entry.area, entry: entry)
    }

    private func stop(_ id: CompetencyID, _ place: PathStop.Place, _ reason: PathStop.Reason) -> PathStop? {
        guard let known = frameworks[id] else { return nil }
        return PathStop(
            id: id, place: place, code: known.code, title: known.title,
            statement: known.title == known.statement ? nil : known.statement, area: frameworks.area(id)?.title,
            reason: reason)
    }

    private mutating func addNext(_ continuum: LearnerContinuum) {
        let begun = Set((done + growing).map(\.id))
        var found: [CompetencyID: PathStop] = [:]
        func add(_ stop: PathStop?) {
            guard let stop, !begun.contains(stop.id), found[stop.id] == nil else { return }
            found[stop.id] = stop
        }
        for entry in continuum.entries where entry.goal != nil || entry.selfView != nil {
            var wanted = stop(entry, .next)
            let reasons = continuum.ways.first { $0.item.competency == wanted.id }?.reasons ?? []
            wanted.reason =
                reasons.lazy.compactMap { reason -> PathStop.Reason? in
                    if case .follows(let after) = reason { .follows(after) } else { nil }
                }.first ?? .wanted
            add(wanted)
        }
        for way in continuum.ways {
            for reason in way.reasons {
                if case .follows(let after) = reason { add(stop(way.item.competency, .next, .follows(after))) }
            }
        }
        for stop in growing {
            for successor in frameworks.successors(stop.id) {
                add(self.stop(successor, .next, .followsGrowing([stop.short])))
            }
        }
        for way in continuum.ways {
            guard way.reasons.contains(where: { if case .areaNotBegun = $0 { true } else { false } }) else { continue }
            let area = frameworks[way.item.competency]?.title ?? way.item.statement
            for begin in frameworks.beginnings(of: way.item.competency).prefix(2) {
                add(stop(begin, .next, .begins(area: area)))
            }
        }
        next = Array(ordered(Array(found.values)).prefix(Self.mostNext))
    }

    /// What follows the next ones, and so on, as far as the framework says it.
    private mutating func addLater() {
        var known = Set((done + growing + next).map(\.id))
        var edge = next.map(\.id)
        var found: [PathStop] = []
        while !edge.isEmpty, found.count < Self.mostLater {
            var further: [CompetencyID] = []
            for successor in edge.flatMap(frameworks.successors) where known.insert(successor).inserted {
                let after = frameworks.predecessors(successor).compactMap(frameworks.short)
                guard let stop = stop(successor, .later, .after(after)) else { continue }
                found.append(stop)
                further.append(successor)
            }
            edge = further
        }
        later = ordered(Array(found.prefix(Self.mostLater)))
    }

    private func ordered(_ stops: [PathStop]) -> [PathStop] {
        stops.sorted { left, right in
            let order = (places[left.id] ?? .max, places[right.id] ?? .max)
            return order.0 != order.1 ? order.0 < order.1 : left.id < right.id
        }
    }
}
