/// What a cell of access counts.
public enum AccessMeasure: String, CaseIterable, Hashable, Sendable {
    case enrolled
    case offered
    case accepted
    case started
    case completed
    case neverOffered = "never-offered"
}
