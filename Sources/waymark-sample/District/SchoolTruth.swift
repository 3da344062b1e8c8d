/// What is planted in a school, for the views to show.
enum SchoolTruth: String, CaseIterable {
    case fair
    case unevenOffers = "uneven-offers"
    case lateOffers = "late-offers"
    case quietTracking = "quiet-tracking"
    case detrackingPilot = "detracking-pilot"

    /// The truth of a school by its place: the first two schools of every sample already differ.
    init(school: Int) { self = Self.allCases[school % Self.allCases.count] }

    /// What was done there, in words.
    var what: String {
        switch self {
        case .fair: "A rule offers everyone the same in the same weeks; sections are mixed."
        case .unevenOffers:
            "Teachers choose whom they offer something: four in five of those who speak English at home, and three in"
                + " ten of all others. Sections are mixed."
        case .lateOffers:
            "Everyone is offered the same, but those who speak English at home in the second week and all others in"
                + " the eleventh. Sections are mixed."
        case .quietTracking:
            "Everyone is offered the same, but sections are put together by how many competencies a learner had"
                + " demonstrated before the term."
        case .detrackingPilot:
            "At first sections are put together by what was demonstrated before, and only the first of them is offered"
                + " acceleration. From half of all terms on sections are mixed, and everyone is offered acceleration"
                + " together with a scaffold."
        }
    }
}
