import EventLog
public import LearningRecord
import LibPQ

/// What a record says of an offer that is not in it: of one that was made to another id of the person. Where the ids are
/// linked, it counts for that offer.
public struct AccessReply: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "access_reply", key: .position, keyColumn: "reply",
        columns: ["offer_id", "answer", "answered_at", "started_at", "completed_at", "explained_by"])

    /// The first position of the events that make this row.
    public var reply: Int64
    /// The id of the event of the offer.
    public var offer: EventID
    /// The newest answer.
    public var answer: EnrichmentAnswered.Answer?
    /// When it was given.
    public var answeredAt: Instant?
    /// When the learner first began what was offered.
    public var startedAt: Instant?
    /// When the learner first completed it.
    public var completedAt: Instant?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    /// What a record says of an offer; `nil` where that is nothing.
    private init?(to offer: EventID, _ state: AccessEquity.State) {
        let answer = state.answers[offer]
        let (started, completed) = (state.started[offer], state.completed[offer])
        explainedBy = Moment.positions([answer?.moment, started, completed].compactMap(\.self))
        guard let first = explainedBy.first else { return nil }
        reply = first
        self.offer = offer
        self.answer = answer?.answer
        answeredAt = answer?.moment.at
        startedAt = started?.at
        completedAt = completed?.at
    }

    /// The replies of a record to offers of others.
    static func all(_ state: AccessEquity.State) -> [AccessReply] {
        let named = state.answers.map(\.key) + state.started.map(\.key) + state.completed.map(\.key)
        return Set(named).filter { state.offers[$0] == nil }.compactMap { AccessReply(to: $0, state) }
            .sorted { $0.reply < $1.reply }
    }

    func write(to row: inout CopyRow) {
        row.append(offer)
        row.append(answer?.rawValue)
        row.append(answeredAt)
        row.append(startedAt)
        row.append(completedAt)
        row.append(explainedBy)
    }
}
