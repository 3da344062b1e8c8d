public import LearningRecord

/// What a learner's decisions about one competency amount to.
///
/// Every mastery stands at its level until a revision of it, of which the newest holds. The highest level that stands is
/// demonstrated. So a later mastery raises, a revision alone lowers, and nothing else does.
public struct Standing: Hashable, Sendable {
    /// The level demonstrated.
    public var level: Level
    /// Since when: the earliest decision that stands at this level.
    public var since: Moment
    // The decisions by their places: they are large, and this is made for millions of rows.
    private let decisions: [Decision]
    private let cited: Chain

    /// The newest decision that stands at this level: the one that is cited.
    public var decision: Decision { decisions[cited.last] }
    /// What the cited decision rests on: its own grounds, or those of the mastery that it revises.
    public var grounds: Decision.Grounds? { decisions[cited.root].grounds }
    /// The positions of the decisions that make the level, from the mastery to the cited decision, and of the earliest at this
    /// level; one may be there more than once.
    public var chain: (Int64, Int64, Int64) {
        (since.position, decisions[cited.root].moment.position, decisions[cited.last].moment.position)
    }

    /// - Returns: `nil` when there is no decision.
    public init?(_ decisions: [Decision]) {
        var highest: (level: Level, cited: Chain, earliest: Moment)?
        func take(_ chain: Chain) {
            let (level, moment) = (decisions[chain.last].level, decisions[chain.last].moment)
            guard let known = highest, known.level >= level else {
                highest = (level, chain, moment)
                return
            }
            if known.level > level { return }
            highest = (
                level, decisions[known.cited.last].moment < moment ? chain : known.cited, min(known.earliest, moment)
            )
        }
        if decisions.contains(where: { $0.revises != nil }) {
            for chain in Self.chains(decisions) { take(chain) }
        } else {
            for place in decisions.indices { take(Chain(root: place, last: place)) }
        }
        guard let (level, cited, earliest) = highest else { return nil }
        (self.level, self.cited, self.decisions) = (level, cited, decisions)
        since = earliest
    }

    /// A decision that revises none that counts, and the newest decision that revises it, at any remove, by their places.
    private struct Chain: Hashable {
        let root: Int
        let last: Int
    }

    private static func chains(_ decisions: [Decision]) -> [Chain] {
        let places = Dictionary(decisions.indices.map { (decisions[$0].id, $0) }) { first, _ in first }
        var chains: [Int: Chain] = [:]
        for place in decisions.indices {
            let root = root(of: place, in: decisions, places)
            guard let known = chains[root] else {
                chains[root] = Chain(root: root, last: place)
                continue
            }
            // A revision holds over what it revises even where it claims an earlier time.
            if known.last == root || (place != root && decisions[place].moment > decisions[known.last].moment) {
                chains[root] = Chain(root: root, last: place)
            }
        }
        return Array(chains.values)
    }

    private static func root(of place: Int, in decisions: [Decision], _ places: [EventID: Int]) -> Int {
        var current = place
        // What is revised came before, so there is no circle; the count only keeps damaged data from hanging.
        for _ in 0..<places.count {
            guard let revised = decisions[current].revises.flatMap({ places[$0] }) else { break }
            current = revised
        }
        return current
    }
}
