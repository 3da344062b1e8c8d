/// Puts the sections of a school together for a term and decides who will be offered what: here the truths are planted.
struct TermPlan {
    let school: DistrictSchool
    let term: SchoolTerm
    /// Terms of the whole sample.
    let terms: Int

    /// Whether the pilot of a detracking school has begun.
    var isInPilot: Bool { school.truth == .detrackingPilot && term.index >= terms / 2 }

    /// Whether sections are put together by what was demonstrated before.
    var sortsSections: Bool { school.truth == .quietTracking || school.truth == .detrackingPilot && !isInPilot }

    /// How many further attempts in a hundred succeed in a section.
    func pace(_ section: Int) -> Int {
        guard sortsSections else { return isInPilot ? 75 : 60 }
        return section == 0 ? 75 : 35
    }

    /// Makes the plans of the term for the learners of the school.
    func make(_ learners: inout [DistrictLearner], _ random: inout SplitMix64) {
        let present = school.learners.filter { learners[$0].isPresent(in: term.index) }
        assignSections(present, &learners, &random)
        for place in present {
            learners[place].plan = OfferPlan()
            learners[place].offer = nil
            learners[place].pairedOffer = nil
            learners[place].request = nil
            learners[place].marks = AccessMarks()
            learners[place].firstOffer = nil
            learners[place].hasDecisionInTerm = false
        }
        switch school.truth {
        case .unevenOffers: choose(present, &learners, &random)
        case .detrackingPilot where !isInPilot: offerFirstSection(present, &learners)
        default:
            for place in present { learners[place].plan = universalPlan(learners[place]) }
        }
        for place in present where learners[place].plan.week != nil {
            var learner = learners[place]
            learner.plan.drawFate(&learner.random)
            learners[place] = learner
        }
    }

    private func assignSections(
        _ present: [Int], _ learners: inout [DistrictLearner], _ random: inout SplitMix64
    ) {
        guard sortsSections else {
            for (order, place) in random.order(present.count).enumerated() {
                learners[present[place]].section = order % school.sections
            }
            return
        }
        let sorted = present.sorted { left, right in
            (-learners[left].demonstrated, left) < (-learners[right].demonstrated, right)
        }
        for (order, place) in sorted.enumerated() {
            learners[place].section = order * school.sections / sorted.count
        }
    }

    private func universalPlan(_ learner: DistrictLearner) -> OfferPlan {
        var plan = OfferPlan()
        plan.form = term.isAutumn ? .enrichment : .acceleration
        switch school.truth {
        case .lateOffers: plan.week = learner.groups.speaksEnglish ? 1 : 10
        case .detrackingPilot:
            plan.week = 4
            plan.form = .acceleration
            plan.isPaired = true
        case .fair:
            plan.week = 2 + learner.number % 2
            plan.form = term.isAutumn ? .enrichment : .support
        default: plan.week = 3
        }
        return plan
    }

    /// Teachers choose: four in five of those who speak English at home, rounded up, and three in ten of the others.
    private func choose(_ present: [Int], _ learners: inout [DistrictLearner], _ random: inout SplitMix64) {
        for speaksEnglish in [true, false] {
            let group = present.filter { learners[$0].groups.speaksEnglish == speaksEnglish }
            let chosen = speaksEnglish ? (group.count * 4 + 4) / 5 : group.count * 3 / 10
            for place in random.order(group.count).prefix(chosen) {
                offer(&learners[group[place]], term.isAutumn ? .enrichment : .acceleration)
            }
        }
        mistake(present, &learners)
    }

    private func offerFirstSection(_ present: [Int], _ learners: inout [DistrictLearner]) {
        for place in present where learners[place].section == 0 { offer(&learners[place], .acceleration) }
        mistake(present, &learners)
    }

    private func offer(_ learner: inout DistrictLearner, _ form: OfferForm) {
        learner.plan.week = 3 + learner.number % 3
        learner.plan.form = form
        learner.plan.isByRule = false
    }

    /// One offer is recorded for somebody who was offered nothing, and taken out again.
    private func mistake(_ present: [Int], _ learners: inout [DistrictLearner]) {
        guard let place = present.last(where: { learners[$0].plan.week == nil }) else { return }
        learners[place].plan.isMistaken = true
        learners[place].plan.isByRule = false
    }
}
