import LearningRecord
import Projections

/// What a learner chose for the transcript, and what there is to choose from.
struct TranscriptChoice: Sendable {
    /// Whether anything was decided: before, there is no transcript.
    let hasLines: Bool
    /// Evidence, the newest first, those that were chosen among them.
    let pieces: [RecordedEvent]
    /// What was chosen.
    let highlights: [EventID]
    let statement: String?
    /// What was issued, the newest first.
    let issues: [TranscriptIssue]

    /// How many pieces are offered; older ones that were chosen stay.
    private static let most = 60

    init(_ page: LearnerPage, _ record: LearnerRecord) async throws {
        let rows = try await TranscriptReader(log: page.log).rows(of: page.learner)
        hasLines = rows.contains { if case .line = $0 { true } else { false } }
        issues = rows.compactMap { if case .issue(let issue) = $0 { issue } else { nil } }
            .sorted { $0.issued > $1.issued }
        let prepared = record.counting.last { $0.event.kind == .transcriptPrepared }?.event
        statement = prepared?.words["statement"]
        var chosen: [EventID] = []
        if case .transcriptPrepared(let facts)? = prepared?.facts { chosen = facts.highlights.filter(record.counts) }
        highlights = chosen
        let evidence = record.counting.filter { $0.event.kind == .evidence }
            .sorted { $0.event.occurredAt > $1.event.occurredAt }
        pieces = evidence.enumerated().filter { $0.offset < Self.most || chosen.contains($0.element.event.id) }
            .map(\.element)
    }
}
