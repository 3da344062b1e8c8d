import Foundation
import LearningRecord
import Projections
import Testing

/// A learner's events, told one after another.
struct Story {
    let learner: LearnerID
    private(set) var events: [RecordedEvent] = []

    init(_ learner: LearnerID) {
        self.learner = learner
    }

    /// The row that follows from what was told so far.
    func row(_ competency: CompetencyID) throws -> ContinuumRow? {
        LearnerFold<Continuum>(replaying: events).rows.first { $0.competency == competency }
    }

    func position(of id: EventID) -> Int64 {
        events.first { $0.event.id == id }?.position ?? 0
    }

    mutating func evidence(
        _ competency: CompetencyID, _ level: Int, day: Int64, task: String? = nil, context: String? = nil
    ) throws -> EventID {
        add(
            .evidence(
                Evidence(
                    form: .artifact, claims: [.init(competency: competency, level: try #require(Level(level)))],
                    task: try task.map { try #require(Label($0)) },
                    context: try context.map { try #require(Label($0)) })),
            day: day)
    }

    mutating func mastery(
        _ competency: CompetencyID, _ level: Int, _ evidence: [EventID], _ framework: FrameworkID, day: Int64,
        policy: String = "a policy", secondRating: Mastery.SecondRating? = nil
    ) throws -> EventID {
        add(
            .mastery(
                Mastery(
                    competency: competency, level: try #require(Level(level)), framework: framework,
                    frameworkVersion: 1, decider: Assertion(person: learner, role: .teacher), evidence: evidence,
                    secondRating: secondRating, policy: try #require(Label(policy)))), day: day)
    }

    mutating func voice(
        _ speaker: VoiceHeard.Speaker, _ voice: VoiceHeard.Voice, on decision: EventID, _ competency: CompetencyID,
        day: Int64
    ) -> EventID {
        add(
            .voiceHeard(VoiceHeard(decision: decision, competency: competency, speaker: speaker, voice: voice)),
            day: day)
    }

    mutating func revision(
        of decision: EventID, _ competency: CompetencyID, _ level: Int, day: Int64
    ) throws -> EventID {
        add(
            .masteryRevised(
                MasteryRevised(
                    revises: decision, competency: competency, level: try #require(Level(level)),
                    decider: Assertion(person: learner, role: .teacher), noticeGiven: true)), day: day)
    }

    mutating func add(_ facts: Facts, day: Int64) -> EventID {
        let needsReason = facts.kind.payload.words.contains { $0.isRequired }
        let event = LearningEvent(
            id: EventID(UUID()), learner: learner, occurredAt: Instant(microseconds: day * 86_400_000_000),
            assertedBy: Assertion(role: .system), facts: facts, words: needsReason ? ["reason": "a reason"] : [:])
        let position = Int64(events.count + 1)
        events.append(RecordedEvent(position: position, recordedAt: Instant(microseconds: position), event: event))
        return event.id
    }
}
