import LearningRecord
import ReferenceData

extension Person {
    /// Who it is, for the head of an answer.
    var heading: [(name: String, value: String)] {
        var pairs = [("learner", name ?? (isErased ? "(erased)" : "(no name here)")), ("id", "\(id)")]
        if !sourceID.isEmpty, !isErased { pairs.append(("roster", "roster:\(sourceID)")) }
        if !schools.isEmpty { pairs.append(("schools", schools.joined(separator: ", "))) }
        return pairs
    }
}
