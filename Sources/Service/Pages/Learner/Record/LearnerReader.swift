/// Who reads a page about a learner: what is said, and what can be done there, follows from it.
enum LearnerReader: Sendable {
    /// The learner.
    case learner
    /// The family.
    case family
    /// Who teaches the learner.
    case teacher
    /// Whoever else may see the record: the registrar, or who opened it for a reason.
    case office

    init(_ relationship: Relationship?) {
        switch relationship {
        case .own: self = .learner
        case .family: self = .family
        case .teacher: self = .teacher
        case .registrar, .principal, .opening, .system, nil: self = .office
        }
    }
}
