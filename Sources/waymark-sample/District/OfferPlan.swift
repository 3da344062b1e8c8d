/// What a learner will be offered in a term, and what will become of it. Weeks count from 0.
struct OfferPlan {
    /// What becomes of an offer.
    enum Fate {
        case unanswered, declined, accepted, started, completed
    }

    /// The week of the offer; `nil` when the learner is never offered anything.
    var week: Int?
    var form = OfferForm.enrichment
    /// Whether a scaffold is offered with it.
    var isPaired = false
    /// Whether a rule offers it to everyone; else a teacher chose.
    var isByRule = true
    var fate = Fate.unanswered
    /// Whether the learner says no at first.
    var changesMind = false
    /// Whether an offer is recorded for this learner by mistake, and taken out a week later.
    var isMistaken = false

    /// The week of an offer that is a mistake.
    static let mistakenWeek = 5
    /// When things follow an offer, in weeks.
    static let answerAfter = 1, secondAnswerAfter = 2, startAfter = 3, completionAfter = 6

    /// Draws what becomes of an offer.
    mutating func drawFate(_ random: inout SplitMix64) {
        let draw = random.below(100)
        fate =
            switch draw {
            case ..<8: .unanswered
            case ..<25: .declined
            case ..<32: .accepted
            case ..<45: .started
            default: .completed
            }
        changesMind = fate != .unanswered && fate != .declined && random.chance(10)
    }
}
