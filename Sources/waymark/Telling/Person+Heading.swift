import LearningRecord
import ReferenceData

extension Person {
    /// Who it is, for the head of an answer.
    /// - Parameter ids: every id of the person.
    func heading(ids: [LearnerID] = []) -> [(name: String, value: String)] {
        var pairs = [("learner", name ?? (isErased ? "(erased)" : "(no name here)")), ("id", "\(id)")]
        if !sourceID.isEmpty, !isErased { pairs.append(("roster", "roster:\(sourceID)")) }
        let others = ids.filter { $0 != id }
        if !others.isEmpty { pairs.append(("one with", others.map { "\($0)" }.joined(separator: ", "))) }
        if !schools.isEmpty { pairs.append(("schools", schools.joined(separator: ", "))) }
        return pairs
    }
}
