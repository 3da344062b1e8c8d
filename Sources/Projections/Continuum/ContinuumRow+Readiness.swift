public import LearningRecord

extension ContinuumRow {
    /// The next level, and every further one that evidence speaks to, lowest first.
    func levelsAhead(in scale: LevelScale) -> [Level] {
        let demonstrated = demonstrated?.level
        let next = scale.next(after: demonstrated)?.level
        let spoken = pieces.map(\.level).filter { level in demonstrated.map { level > $0 } ?? true }
        let furthest = spoken.max()
        let named = scale.levels.map(\.level).filter { level in
            guard let next, level >= next else { return false }
            return level == next || furthest.map { level <= $0 } ?? false
        }
        return Set(named + spoken).sorted()
    }

    /// What waits for people.
    /// - Parameters:
    ///   - readiness: for the levels ahead, lowest first, under the policy in force.
    ///   - cited: the policy that the decision cites, where it is known. Only that one can ask something of it: a newer
    ///     one holds forward.
    func pending(
        readiness: [Readiness], cited: MasteryPolicy?, name: (Level) -> String
    ) -> [LearnerContinuum.Pending] {
        var pending: [LearnerContinuum.Pending] = []
        if let ready = readiness.last(where: \.isReady) { pending.append(.readyToDecide(level: name(ready.level))) }
        if review != nil { pending.append(.review) }
        guard let shown = demonstrated else { return pending }
        if shown.secondReadingBlind == nil, let cited, cited.secondReading {
            pending.append(.secondReadingOutstanding)
        }
        if let seen = shown.secondReadingLevel, seen < shown.level {
            pending.append(.secondReadingDiffers(level: name(seen)))
        }
        if shown.learnerVoice == .notYetHeard { pending.append(.voice(.learner)) }
        if shown.familyVoice == .notYetHeard { pending.append(.voice(.family)) }
        return pending
    }
}

extension ContinuumRow.Demonstrated {
    /// What the evidence was like when the decision was made, under a policy: what had been shown by then, whenever it was
    /// recorded, and what the decision cites.
    public func readiness(of pieces: [EvidencePiece], under policy: MasteryPolicy) -> Readiness {
        let cited = Set(evidence)
        let before = pieces.filter { piece in
            (piece.at, piece.position) <= (decidedAt, decision) || cited.contains(piece.position)
        }
        return Readiness(of: before, for: level, under: policy, on: decidedAt.date)
    }
}
