import LearningRecord

extension ContinuumRow {
    /// The row that follows from what is kept of a competency.
    init(competency: CompetencyID, notes: CompetencyNotes, evidence known: IdentifierMap<EventSubject, Moment>) {
        self.competency = competency
        let standing = Standing(notes.decisions)
        var explaining = standing?.chain ?? []
        if let standing {
            let cited = (standing.grounds?.evidence ?? []).compactMap { known[$0] }
            explaining += cited
            demonstrated = Demonstrated(standing, evidence: cited)
        }

        // Several hundred thousand rows a second are made here: loops, and no arrays on the way.
        var above: CompetencyNotes.LevelledMoment?
        var below: CompetencyNotes.LevelledMoment?
        let decided = notes.decisions.lazy.map(\.moment).max()
        for spoken in notes.evidence {
            guard let standing, spoken.level <= standing.level else {
                above = .newest(above, spoken)
                continue
            }
            if let decided, spoken.level < standing.level, spoken.moment > decided { below = .newest(below, spoken) }
        }
        var tried = notes.attempt
        if let standing, let attempt = tried, attempt <= standing.decision.moment { tried = nil }
        if let above { explaining.append(above.moment) }
        if let tried { explaining.append(tried) }
        if let newest = [above?.moment, tried].lazy.compactMap(\.self).max() {
            edge = Mark(level: above?.level, at: newest.at)
        }
        if let below {
            review = Mark(level: below.level, at: below.moment.at)
            explaining.append(below.moment)
        }
        if let spoken = notes.goal {
            goal = Mark(level: spoken.level, at: spoken.moment.at)
            explaining.append(spoken.moment)
        }
        if let spoken = notes.selfView {
            selfView = Mark(level: spoken.level, at: spoken.moment.at)
            explaining.append(spoken.moment)
        }
        explainedBy = Moment.positions(explaining)
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
