import Foundation
import LearningRecord
import TestSupport

/// Learning as it may come: attempts, evidence, decisions, offers and corrections of some of them, from a seed.
struct History {
    private var random: SeededGenerator
    private let learners: [LearnerID]
    private let competencies: [CompetencyID]
    private let school: SchoolID
    private let framework: FrameworkID
    private var evidence: [LearnerID: [LearningEvent]] = [:]
    private var offers: [LearnerID: [LearningEvent]] = [:]
    private var clock: Int64 = 1_780_000_000_000_000

    init(seed: UInt64, learners: Int = 12) {
        var random = SeededGenerator(seed: seed)
        self.learners = (0..<learners).map { _ in LearnerID(Self.uuid(&random)) }
        competencies = (0..<6).map { _ in CompetencyID(Self.uuid(&random)) }
        school = SchoolID(Self.uuid(&random))
        framework = FrameworkID(Self.uuid(&random))
        self.random = random
    }

    /// So many events or a few more.
    static func events(_ count: Int, seed: UInt64, learners: Int) -> [LearningEvent] {
        var history = History(seed: seed, learners: learners)
        var events: [LearningEvent] = []
        while events.count < count { events += history.next() }
        return events
    }

    /// The next call's worth of events.
    mutating func next(upTo count: Int = 12) -> [LearningEvent] {
        (0..<Int.random(in: 1...count, using: &random)).compactMap { _ in event() }
    }

    private mutating func event() -> LearningEvent? {
        guard let learner = learners.randomElement(using: &random),
            let level = Level(Int.random(in: 1...4, using: &random)),
            let competency = competencies.randomElement(using: &random), let task = Label("a task"),
            let policy = Label("default-1")
        else { return nil }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7:
            let outcome = Attempt.Outcome.allCases.randomElement(using: &random) ?? .unjudged
            return make(learner, .attempt(Attempt(task: task, competencies: [competency], outcome: outcome)), "tried")
        case 7..<12:
            let claim = CompetencyClaim(competency: competency, level: level)
            let made = make(learner, .evidence(Evidence(form: .artifact, claims: [claim], task: task)), "narrative")
            evidence[learner, default: []].append(made)
            return made
        case 12..<15:
            guard let cited = evidence[learner]?.suffix(3), !cited.isEmpty else { return nil }
            let mastery = Mastery(
                competency: competency, level: level, framework: framework, frameworkVersion: 1,
                decider: Assertion(person: learners[0], role: .teacher), evidence: cited.map(\.id), policy: policy)
            return make(learner, .mastery(mastery), "rationale")
        case 15..<17:
            let offer = make(
                learner,
                .enrichmentOffered(EnrichmentOffered(opportunity: task, form: .enrichment, initiatedBy: .teacher)),
                "invitation")
            offers[learner, default: []].append(offer)
            return offer
        case 17..<19:
            guard let offer = offers[learner]?.randomElement(using: &random) else { return nil }
            return make(learner, .enrichmentAnswered(EnrichmentAnswered(offer: offer.id, answer: .accepted)), "reason")
        default:
            guard let wrong = evidence[learner]?.randomElement(using: &random) else { return nil }
            return make(learner, .correction(Correction(voiding: wrong.id)), "reason")
        }
    }

    private mutating func make(_ learner: LearnerID, _ facts: Facts, _ word: String) -> LearningEvent {
        clock += Int64.random(in: 1...1_000_000, using: &random)
        return LearningEvent(
            id: EventID(Self.uuid(&random)), learner: learner, occurredAt: Instant(microseconds: clock),
            assertedBy: Assertion(person: learners[0], role: .teacher), school: school, facts: facts,
            words: [word: "words \(UInt32.random(in: 0...9_999, using: &random))"])
    }

    private static func uuid(_ random: inout SeededGenerator) -> UUID {
        let halves = (random.next() as UInt64, random.next() as UInt64)
        return withUnsafeBytes(of: halves) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
