extension DistrictStory {
    /// The next step of learning.
    mutating func tellStep(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, pace: Int, in section: SectionText
    ) {
        switch learner.stage {
        case .goal:
            learner.stage = .attempt
            if learner.random.chance(40) || learner.number % 20 == 1 {
                tellLevel(.goalSet, &learner, &clock, in: section)
            }
        case .attempt: tellFirstAttempt(&learner, &clock, in: section)
        case .furtherAttempt:
            let succeeds = learner.random.chance(pace)
            let moment = attemptMoment(&learner, &clock)
            learner.lastAttempt = writeAttempt(
                &learner, moment, outcome: succeeds ? "demonstrated" : "not-yet", revises: true, in: section)
            if succeeds { learner.stage = .firstEvidence }
        case .firstEvidence:
            learner.evidence.first = tellEvidence(&learner, &clock, in: section)
            learner.stage = .ownView
        case .ownView:
            learner.stage = .secondEvidence
            if learner.random.chance(50) || learner.number % 20 == 1 {
                tellLevel(.selfAssessed, &learner, &clock, in: section)
            }
        case .secondEvidence:
            learner.evidence.second = tellEvidence(&learner, &clock, in: section)
            learner.stage = .decision
        case .decision: tellDecision(&learner, &clock, in: section)
        case .review:
            if learner.random.chance(4) || learner.number % 20 == 7 { tellRevision(&learner, &clock, in: section) }
            if learner.number % 10 == 8 { tellDoubt(&learner, &clock, in: section) }
            goOn(&learner)
        case .practice:
            if learner.random.chance(70) {
                let moment = attemptMoment(&learner, &clock)
                learner.lastAttempt = writeAttempt(
                    &learner, moment, outcome: "demonstrated", revises: false, in: section)
            } else {
                _ = tellEvidence(&learner, &clock, in: section)
            }
            learner.competency = learner.random.below(competencies.count)
        }
    }

    private mutating func tellFirstAttempt(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        learner.attempts += 1
        let isFirst = learner.attempts == 1
        let moment = attemptMoment(&learner, &clock)
        if isFirst && learner.number % 20 == 3 || learner.random.below(150) == 0 {
            // Recorded for the wrong learner, and taken out: the way begins after it.
            let wrong = writeAttempt(&learner, moment, outcome: "not-yet", revises: false, in: section)
            let later = clock.next(&learner.random)
            writeCorrection(
                of: wrong, by: nil, learner, later, "Recorded for the wrong learner.", in: section)
            learner.credit -= Self.cost
        } else if isFirst && learner.number % 20 == 5 || learner.random.below(300) == 0 {
            // Nobody had judged it: the same attempt again, with what came of it.
            let before = writeAttempt(&learner, moment, outcome: "unjudged", revises: false, in: section)
            let right = writeAttempt(&learner, moment, outcome: "not-yet", revises: false, in: section)
            let later = clock.next(&learner.random)
            writeCorrection(
                of: before, by: right, learner, later, "We had not looked at it together yet.", in: section)
            learner.credit -= Self.cost
            learner.lastAttempt = right
            learner.stage = .furtherAttempt
        } else {
            learner.lastAttempt = writeAttempt(&learner, moment, outcome: "not-yet", revises: false, in: section)
            learner.stage = .furtherAttempt
        }
    }

    private mutating func tellEvidence(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) -> EventReference {
        let moment = clock.next(&learner.random)
        let id = writeEvidence(learner, moment, competency: learner.competency, isExternal: false, in: section)
        learner.highlight = id
        learner.credit -= Self.cost
        return id
    }

    private mutating func tellDecision(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        let moment = clock.next(&learner.random)
        learner.decision = writeDecision(learner, moment, competency: learner.competency, in: section)
        learner.credit -= Self.cost
        learner.hasDecisionInTerm = true
        if learner.level == 3 { learner.demonstrated += 1 }
        learner.stage = .review
    }

    /// A piece of work after the decision that speaks to an earlier level: somebody should look again.
    private mutating func tellDoubt(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        let moment = clock.next(&learner.random)
        var earlier = learner
        earlier.level -= 1
        _ = writeEvidence(earlier, moment, competency: learner.competency, isExternal: false, in: section)
        learner.credit -= Self.cost
    }

    private mutating func tellRevision(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        guard let decision = learner.decision else { return }
        let moment = clock.next(&learner.random)
        writer.begin(
            .masteryRevised, writer.id(at: moment), at: moment, of: learner.number, by: .teacher, in: section)
        writer.put("\"revises\":\"")
        writer.put(decision)
        writer.put("\",\"competency\":")
        writer.put(competencies[learner.competency])
        writer.put(",\"level\":")
        writer.put(learner.level - 1)
        writer.put(",\"decider\":")
        writer.put(section.teacher)
        writer.put(",\"noticeGiven\":true")
        writer.end("reason", "Both pieces came from one situation; we agreed to gather one more.")
        learner.credit -= Self.cost
    }

    /// The next competency; when all are through, the next level; when there is none, practice.
    private func goOn(_ learner: inout DistrictLearner) {
        learner.stage = .goal
        learner.evidence = (nil, nil)
        learner.lastAttempt = nil
        learner.competency += 1
        guard learner.competency == competencies.count else { return }
        learner.competency = 0
        learner.level += 1
        if learner.level > SampleCompetency.levels.count {
            learner.level = SampleCompetency.levels.count
            learner.stage = .practice
        }
    }

    private mutating func tellLevel(
        _ kind: SampleKind, _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        let moment = clock.next(&learner.random)
        writer.begin(kind, writer.id(at: moment), at: moment, of: learner.number, by: .learner, in: section)
        writer.put("\"competency\":")
        writer.put(competencies[learner.competency])
        writer.put(",\"level\":")
        writer.put(kind == .goalSet ? learner.level : learner.level - 1)
        writer.end("ownWords", Self.own(kind == .goalSet ? SamplePhrases.goals : SamplePhrases.views, &learner))
        learner.credit -= Self.cost
    }

    /// When an attempt happened: now and then three weeks before it is recorded.
    private mutating func attemptMoment(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock
    ) -> SampleMoment {
        let moment = clock.next(&learner.random)
        guard clock.week >= 5, learner.random.below(40) == 0 else { return moment }
        writer.countLate()
        return moment.earlier(days: 21)
    }
}
