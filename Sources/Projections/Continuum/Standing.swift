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
    /// The newest decision that stands at this level: the one that is cited.
    public var decision: Decision
    /// What the cited decision rests on: its own grounds, or those of the mastery that it revises.
    public var grounds: Decision.Grounds?
    /// The decisions that make the level: from the mastery to the cited decision, and the earliest at this level.
    public var chain: [Moment]

    /// - Returns: `nil` when there is no decision.
    public init?(_ decisions: [Decision]) {
        var highest: (level: Level, cited: Chain, earliest: Moment)?
        func take(_ chain: Chain) {
            let (level, moment) = (chain.last.level, chain.last.moment)
            guard let known = highest, known.level >= level else {
                highest = (level, chain, moment)
                return
            }
            if known.level > level { return }
            highest = (
                level, known.cited.last.moment < moment ? chain : known.cited, min(known.earliest, moment)
            )
        }
        if decisions.contains(where: { $0.revises != nil }) {
            for chain in Self.chains(decisions) { take(chain) }
        } else {
            for decision in decisions { take((decision, decision)) }
        }
        guard let (level, cited, earliest) = highest else { return nil }
        self.level = level
        since = earliest
        decision = cited.last
        grounds = cited.root.grounds
        chain = [earliest]
        for moment in [cited.root.moment, cited.last.moment] where !chain.contains(moment) { chain.append(moment) }
        chain.sort()
    }

    /// A decision that revises none that counts, and the newest decision that revises it, at any remove.
    private typealias Chain = (root: Decision, last: Decision)

    private static func chains(_ decisions: [Decision]) -> [Chain] {
        let byID = Dictionary(decisions.map { ($0.id, $0) }) { first, _ in first }
        var chains: [EventID: Chain] = [:]
        for decision in decisions {
            let root = root(of: decision, byID)
            guard let known = chains[root.id] else {
                chains[root.id] = (root, decision)
                continue
            }
            // A revision holds over what it revises even where it claims an earlier time.
            if known.last.id == root.id || (decision.id != root.id && decision.moment > known.last.moment) {
                chains[root.id] = (root, decision)
            }
        }
        return Array(chains.values)
    }

    private static func root(of decision: Decision, _ byID: [EventID: Decision]) -> Decision {
        var current = decision
        // What is revised came before, so there is no circle; the count only keeps damaged data from hanging.
        for _ in 0..<byID.count {
            guard let revised = current.revises.flatMap({ byID[$0] }) else { break }
            current = revised
        }
        return current
    }
}
