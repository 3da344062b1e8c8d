import LearningRecord

extension DistrictStory {
    /// What the plan of the term has for this week.
    mutating func tellOffers(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, term: SchoolTerm, in section: SectionText
    ) {
        let plan = learner.plan
        if plan.isMistaken { tellMistake(&learner, &clock, in: section) }
        guard let week = plan.week else { return }
        switch clock.week - week {
        case 0:
            let moment = clock.next(&learner.random)
            let day = moment.day - term.firstDay.daysSince1970
            // The first offer of the term counts.
            if learner.firstOffer == nil { learner.firstOffer = Int(day) }
            let offer = writeOffer(&learner, moment, plan.form, pairedWith: nil, in: section)
            learner.offer = offer
            if plan.isPaired {
                let later = clock.next(&learner.random)
                learner.pairedOffer = writeOffer(&learner, later, .scaffold, pairedWith: offer, in: section)
            }
        case OfferPlan.answerAfter where plan.fate != .unanswered:
            tellAnswer(&learner, &clock, isYes: plan.fate != .declined && !plan.changesMind, in: section)
        case OfferPlan.secondAnswerAfter where plan.changesMind:
            tellAnswer(&learner, &clock, isYes: true, in: section)
        case OfferPlan.startAfter where plan.fate == .started || plan.fate == .completed:
            tellProgress(.started, &learner, &clock, in: section)
        case OfferPlan.completionAfter where plan.fate == .completed:
            tellProgress(.completed, &learner, &clock, in: section)
        default: break
        }
    }

    /// A support that is asked for, and mostly given a week later; some wait.
    mutating func tellSupports(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        let support = SamplePhrases.supports[learner.number % SamplePhrases.supports.count]
        if clock.week == 6, learner.number % 3 == 0 {
            let moment = clock.next(&learner.random)
            let id = writer.id(at: moment)
            writer.begin(.supportRequested, id, at: moment, of: learner.number, by: .learner, in: section)
            writer.put("\"support\":\"")
            writer.put(support)
            writer.put("\"")
            putCompetency(of: learner)
            writer.end("note", Self.own(SamplePhrases.notes, &learner))
            learner.request = id
            learner.credit -= Self.cost
        } else if clock.week == 7, let request = learner.request, learner.number % 4 != 0 || learner.repliesAgain {
            let moment = clock.next(&learner.random)
            writer.begin(
                .supportProvided, writer.id(at: moment), at: moment, of: learner.number, again: learner.repliesAgain,
                by: .teacher, in: section)
            writer.put("\"support\":\"")
            writer.put(support)
            writer.put("\",\"request\":\"")
            writer.put(request)
            writer.put("\"")
            writer.end()
            learner.request = nil
            learner.credit -= Self.cost
        }
    }

    /// An offer that was recorded for the wrong learner, and its correction a week later: it counts nowhere.
    private mutating func tellMistake(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        if clock.week == OfferPlan.mistakenWeek {
            let moment = clock.next(&learner.random)
            let marks = learner.marks
            learner.offer = writeOffer(&learner, moment, learner.plan.form, pairedWith: nil, in: section)
            learner.marks = marks
        } else if clock.week == OfferPlan.mistakenWeek + 1, let offer = learner.offer {
            let moment = clock.next(&learner.random)
            writeCorrection(of: offer, by: nil, learner, moment, "Recorded for the wrong learner.", in: section)
            learner.credit -= Self.cost
        }
    }

    private mutating func writeOffer(
        _ learner: inout DistrictLearner, _ moment: SampleMoment, _ form: OfferForm,
        pairedWith other: EventReference?, in section: SectionText
    ) -> EventReference {
        let id = writer.id(at: moment)
        let isByRule = learner.plan.isByRule
        writer.begin(.offered, id, at: moment, of: learner.number, by: isByRule ? .system : .teacher, in: section)
        writer.put("\"opportunity\":\"")
        writer.put(form.opportunity)
        writer.put("\",\"form\":\"")
        writer.put(form.name)
        writer.put("\",\"initiatedBy\":\"")
        writer.put(isByRule ? "universal-rule" : "teacher")
        writer.put("\"")
        putCompetency(of: learner)
        if let other {
            writer.put(",\"pairedWith\":\"")
            writer.put(other)
            writer.put("\"")
        }
        writer.end("invitation", Self.own(SamplePhrases.invitations, &learner))
        learner.marks.add(.offered, form)
        learner.credit -= Self.cost
        return id
    }

    private mutating func tellAnswer(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, isYes: Bool, in section: SectionText
    ) {
        for (offer, form) in offers(of: learner) {
            let moment = clock.next(&learner.random)
            writer.begin(
                .answered, writer.id(at: moment), at: moment, of: learner.number, again: learner.repliesAgain,
                by: .learner, in: section)
            writer.put("\"offer\":\"")
            writer.put(offer)
            writer.put(isYes ? "\",\"answer\":\"accepted\"" : "\",\"answer\":\"declined\"")
            if isYes {
                writer.end("reason", Self.own(SamplePhrases.answers, &learner))
                learner.marks.add(.accepted, form)
            } else {
                writer.end()
            }
            learner.credit -= Self.cost
        }
    }

    private mutating func tellProgress(
        _ kind: SampleKind, _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        for (offer, form) in offers(of: learner) {
            let moment = clock.next(&learner.random)
            writer.begin(
                kind, writer.id(at: moment), at: moment, of: learner.number, again: learner.repliesAgain, by: .teacher,
                in: section)
            writer.put("\"offer\":\"")
            writer.put(offer)
            writer.put("\"")
            writer.end()
            learner.marks.add(kind == .started ? .started : .completed, form)
            learner.credit -= Self.cost
        }
    }

    /// What an offer or a support is about, for every other learner; others are about no competency of their own.
    private mutating func putCompetency(of learner: DistrictLearner) {
        guard learner.number % 2 == 0 else { return }
        writer.put(",\"competency\":")
        writer.put(competencies[learner.competency])
    }

    private func offers(of learner: DistrictLearner) -> [(EventReference, OfferForm)] {
        [(learner.offer, learner.plan.form), (learner.pairedOffer, .scaffold)].compactMap { offer, form in
            offer.map { ($0, form) }
        }
    }
}
