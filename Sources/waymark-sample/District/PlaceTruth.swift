/// What was counted in a school within a term, or within a year.
struct PlaceTruth {
    /// The days from the first of the term to the first offer, of those who were offered something.
    struct FirstOffer {
        let group: String
        let days: [Int]
        /// The middle of the ordered days; the lower of two.
        var middle: Int { days[(days.count - 1) / 2] }
    }

    /// A section: how many of its learners had demonstrated how many competencies before the term.
    struct Section {
        let id: String
        let before: [(demonstrated: Int, learners: Int)]
    }

    let school: DistrictSchool
    let term: String
    var isYear = false
    var isInPilot = false
    var access = AccessTally()
    var firstOffers: [FirstOffer] = []
    var sections: [Section] = []
    /// Learners with a decision in the term.
    var withDecision = 0
}
