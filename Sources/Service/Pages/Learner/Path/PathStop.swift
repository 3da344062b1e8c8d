import LearningRecord
import Projections

/// A competency on somebody's path.
struct PathStop: Sendable {
    /// Where it stands on the path.
    enum Place: Sendable, Hashable {
        case done, growing, next, later

        /// Its sign.
        var mark: Mark {
            switch self {
            case .done: .done
            case .growing: .growing
            case .next: .next
            case .later: .later
            }
        }

        /// The key of its name.
        var key: String { "continuum.key.\(mark.rawValue)" }
    }

    /// Why it comes next.
    enum Reason: Sendable {
        /// It follows what the learner can do: by code or title.
        case follows([String])
        /// It follows where the learner is growing.
        case followsGrowing([String])
        /// A place to begin in an area that is not begun.
        case begins(area: String)
        /// The learner's goal, or where the learner sees themselves: the entry says it.
        case wanted
        /// It comes after these, further along.
        case after([String])
    }

    let id: CompetencyID
    let place: Place
    /// The code that people know it by.
    let code: String?
    /// The fewest words for it.
    let title: String
    /// What it says, where that is more than the title.
    let statement: String?
    /// The area that it stands in.
    let area: String?
    /// What the record says of it.
    var entry: LearnerContinuum.Entry?
    var reason: Reason?

    /// The code, else the title.
    var short: String { code ?? title }
}
