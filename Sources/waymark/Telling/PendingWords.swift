import LearningRecord
import Projections

/// What waits for people, in sentences.
enum PendingWords {
    /// What it is.
    static func say(_ pending: LearnerContinuum.Pending, of entry: LearnerContinuum.Entry) -> String {
        switch pending {
        case .readyToDecide(let level): "ready to decide at “\(level)”"
        case .review:
            "to look at again: later evidence speaks to “\(entry.review?.level ?? "")”; what is demonstrated stands"
        case .secondReadingOutstanding: "a second reading, which the policy asks for"
        case .secondReadingDiffers(let level):
            "the second reader saw “\(level)”: a third reading, or a conference"
        case .voice(let speaker): "the \(speaker.rawValue)'s voice on the decision"
        }
    }

    /// The evidence that it is about.
    static func evidence(_ pending: LearnerContinuum.Pending, of entry: LearnerContinuum.Entry) -> String? {
        switch pending {
        case .readyToDecide: entry.ready.map { say($0.evidence) }
        case .review: entry.review.map { say($0.evidence) }
        case .secondReadingOutstanding, .secondReadingDiffers, .voice: nil
        }
    }

    /// Pieces of evidence, by task and day.
    static func say(_ pieces: [LearnerContinuum.Piece]) -> String {
        pieces.map { piece in
            let task = piece.task.map { "“\($0)”" } ?? "a piece without a task"
            return "\(task), \(piece.day)"
        }.joined(separator: "; ")
    }
}
