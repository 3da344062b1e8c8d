/// A learner while the district is made: who it is, and how far the learning came. It does not grow with the events.
struct DistrictLearner {
    /// From 1.
    let number: Int
    let school: Int
    let groups: DistrictGroups
    /// How many competencies were demonstrated before the first day.
    let prior: Int
    /// The first and the last term in the district.
    let firstTerm, lastTerm: Int
    var random: SplitMix64
    /// The place of the section of the term within the school.
    var section = 0
    /// What is still to be written, in 1/256 of an event.
    var credit = 0

    // The path of learning.
    var stage = PathStage.goal
    var competency: Int
    var level = 3
    var attempts = 0
    var lastAttempt: EventReference?
    var evidence: (first: EventReference?, second: EventReference?)
    var highlight: EventReference?
    var decision: EventReference?
    /// Competencies with a decision.
    var demonstrated: Int

    // The term.
    var plan = OfferPlan()
    var offer, pairedOffer, request: EventReference?
    var marks = AccessMarks()
    var marksOfYear = AccessMarks()
    /// Days from the first of the term to the first offer.
    var firstOffer: Int?
    var hasDecisionInTerm = false

    init(number: Int, school: Int, terms: Int, key: UInt64) {
        self.number = number
        self.school = school
        random = SplitMix64(seed: SplitMix64.bits(UInt64(number), key: ~key))
        groups = DistrictGroups(&random)
        // The first learner is the one that the documentation looks at, so that much happens to her.
        prior = number == 1 ? 1 : random.below(3)
        let draw = number == 1 ? 99 : random.below(100)
        firstTerm = draw < 4 ? 1 + random.below(terms - 1) : 0
        lastTerm = (4..<8).contains(draw) ? random.below(terms - 1) : terms - 1
        competency = prior
        demonstrated = prior
    }

    /// Whether the roster has the learner twice.
    var hasDuplicate: Bool { number % 50 == 4 }

    /// Whether the two are found not to be one person after all.
    var isTwoPeople: Bool { number % 100 == 54 }

    /// Whether what follows an offer or a request is said under the other id.
    var repliesAgain: Bool { hasDuplicate && !isTwoPeople }

    /// The term after the last at the learner's own school, where that is not the last of all.
    func movesIn(_ term: Int) -> Bool { lastTerm + 1 == term }

    func isPresent(in term: Int) -> Bool { firstTerm <= term && term <= lastTerm }
}
