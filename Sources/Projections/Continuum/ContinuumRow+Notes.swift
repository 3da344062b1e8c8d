import LearningRecord

extension ContinuumRow {
    /// The row that follows from what is kept of a competency.
    init(competency: CompetencyID, notes: CompetencyNotes, evidence known: [EventID: Moment]) {
        self.competency = competency
        let standing = Standing(notes.decisions)
        var explaining = standing?.chain ?? []
        if let standing {
            let cited = (standing.grounds?.evidence ?? []).compactMap { known[$0] }
            explaining += cited
            demonstrated = Demonstrated(standing, evidence: cited)
        }

        let above = notes.evidence.filter { spoken in standing.map { spoken.level > $0.level } ?? true }
        let newestAbove = above.max { $0.moment < $1.moment }
        let tried = notes.attempt.flatMap { attempt in
            standing.map { attempt > $0.decision.moment } ?? true ? attempt : nil
        }
        let growing = [newestAbove?.moment, tried].compactMap(\.self)
        edge = growing.max().map { Mark(level: newestAbove?.level, at: $0.at) }
        explaining += growing

        if let standing, let decided = notes.decisions.map(\.moment).max() {
            let below = notes.evidence.filter { $0.level < standing.level && $0.moment > decided }
            if let newest = below.max(by: { $0.moment < $1.moment }) {
                review = Mark(level: newest.level, at: newest.moment.at)
                explaining.append(newest.moment)
            }
        }
        goal = notes.goal.map { Mark(level: $0.level, at: $0.moment.at) }
        selfView = notes.selfView.map { Mark(level: $0.level, at: $0.moment.at) }
        explaining += [notes.goal?.moment, notes.selfView?.moment].compactMap(\.self)
        explainedBy = Set(explaining.map(\.position)).sorted()
    }
}

extension ContinuumRow.Demonstrated {
    fileprivate init(_ standing: Standing, evidence cited: [Moment]) {
        level = standing.level
        at = standing.since.at
        deciderRole = standing.decision.deciderRole
        decision = standing.decision.moment.position
        framework = standing.grounds?.framework
        frameworkVersion = standing.grounds?.frameworkVersion
        criterion = standing.grounds?.criterion
        evidence = cited.map(\.position).sorted()
        // What was said of a decision, and read a second time, does not carry over to a revision of it.
        let own = standing.decision.grounds
        learnerVoice = own?.learnerVoice ?? .notYetHeard
        familyVoice = own?.familyVoice ?? .notYetHeard
        secondReadingBlind = own?.secondReadingBlind
    }
}
