/// A form of opportunity, by its place among the four.
enum OfferForm: Int, CaseIterable {
    case enrichment, acceleration, scaffold, support

    /// Its name in events and views.
    var name: StaticString {
        switch self {
        case .enrichment: "enrichment"
        case .acceleration: "acceleration"
        case .scaffold: "scaffold"
        case .support: "support"
        }
    }

    /// What is offered.
    var opportunity: StaticString {
        switch self {
        case .enrichment: "Design studio"
        case .acceleration: "Proportion and functions seminar"
        case .scaffold: "Seminar with a partner and worked examples"
        case .support: "Open workshop"
        }
    }
}
