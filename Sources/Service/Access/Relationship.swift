import Foundation
import LearningRecord

/// How somebody stands to a learner: what makes a record theirs to see.
enum Relationship: Hashable, Sendable {
    /// The learner's own record.
    case own
    /// Of the learner's family.
    case family
    /// Teaches the learner, in this section.
    case teacher(SectionID)
    /// Keeps the records of the learner's school, or of the district.
    case registrar(SchoolID?)
    /// Leads the learner's school.
    case principal(SchoolID?)
    /// Opened the record for a reason and for a while.
    case opening(UUID)
    /// A system with a token for this.
    case system

    /// What the audit says of it.
    var name: String {
        switch self {
        case .own: "own record"
        case .family: "family"
        case .teacher: "teaches the learner"
        case .registrar(nil): "registrar of the district"
        case .registrar: "registrar of the learner's school"
        case .principal(nil): "leads the district's schools"
        case .principal: "principal of the learner's school"
        case .opening: "opened for a reason"
        case .system: "token"
        }
    }

    /// The part in which somebody with this relationship asserts events.
    var role: Role {
        switch self {
        case .own: .learner
        case .family: .family
        case .teacher: .teacher
        case .registrar: .registrar
        case .principal, .opening: .administrator
        case .system: .system
        }
    }
}
