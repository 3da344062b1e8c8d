/// What a cell of access counts.
public enum AccessMeasure: String, CaseIterable, Hashable, Sendable {
    /// Learners enrolled for a day or more of the window.
    case enrolled
    /// Of them, those to whom something was offered in it.
    case offered
    /// Those who accepted such an offer.
    case accepted
    /// Those who began what was offered.
    case started
    /// Those who completed it.
    case completed
    /// Learners enrolled to whom nothing was offered in the window.
    case neverOffered = "never-offered"
}
