public import LearningRecord

/// A request that a learner's transcript be sent, and what became of it.
public struct TranscriptRequest: Sendable {
    /// The request, with its words where they could be opened.
    public let asked: RecordedEvent
    /// What sort of reader it is to go to.
    public let recipientClass: Disclosed.RecipientClass
    /// Its answer; `nil` while it waits.
    public let answered: RecordedEvent?
    /// How it was answered.
    public let answer: TranscriptAnswered?

    /// Whether it waits for an answer.
    public var isOpen: Bool { answer == nil }
    /// Who is to read it, as it was asked; `nil` where the words cannot be opened.
    public var recipient: String? { asked.event.words["recipient"] }

    /// The requests in a record that count, in the order in which they were made. The first answer that counts stands.
    /// - Parameter events: all events of one person, in order of position.
    public static func all(in events: [RecordedEvent]) -> [TranscriptRequest] {
        let counting = Corrections.counting(events)
        var answers: [EventID: (RecordedEvent, TranscriptAnswered)] = [:]
        for recorded in counting {
            guard case .transcriptAnswered(let answer) = recorded.event.facts, answers[answer.request] == nil
            else { continue }
            answers[answer.request] = (recorded, answer)
        }
        return counting.compactMap { recorded in
            guard case .transcriptRequested(let facts) = recorded.event.facts else { return nil }
            let found = answers[recorded.event.id]
            return TranscriptRequest(
                asked: recorded, recipientClass: facts.recipientClass, answered: found?.0, answer: found?.1)
        }
    }
}
