import EventLog
import Foundation
import LearningRecord

/// Events as a district's day brings them, made from a seed: the input of every measurement.
struct BenchEvents {
    private var random: SplitMix64
    private var ids: UUIDv7Generator<SplitMix64>
    private let learners: [LearnerID]
    private let schools: [SchoolID]
    private let competencies: [CompetencyID]
    private let framework: FrameworkID
    private let levels = (1...4).compactMap { Level($0) }
    private let tasks = (1...400).compactMap { Label("task-\($0)") }
    private var clock = Instant(microseconds: 1_790_000_000_000_000)
    /// Of each learner, the newest pieces of evidence: what a decision cites.
    private var evidence: [[EventID]]

    /// - Parameters:
    ///   - learners: how many learners take part.
    ///   - seed: the same seed makes the same events.
    init(learners: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func id<Subject>(_: Subject.Type) -> Identifier<Subject> { Identifier(UUID.random(using: &random)) }
        self.learners = (0..<learners).map { _ in id(PersonSubject.self) }
        schools = (0..<60).map { _ in id(SchoolSubject.self) }
        competencies = (0..<600).map { _ in id(CompetencySubject.self) }
        framework = id(FrameworkSubject.self)
        evidence = Array(repeating: [], count: learners)
        ids = UUIDv7Generator(randomness: random)
        self.random = SplitMix64(seed: seed &+ 1)
    }

    /// The next `count` events: mostly attempts and evidence, some decisions, offers and goals.
    /// - Parameter words: bytes of words that each event carries; 0 for none.
    mutating func next(_ count: Int, words: Int = 300) -> [LearningEvent] {
        (0..<count).map { _ in next(words: words) }
    }

    /// An event of each learner.
    mutating func oneOfEach(words: Int = 300) -> [LearningEvent] {
        learners.indices.map { event(of: $0, words: words) }
    }

    private mutating func next(words: Int) -> LearningEvent {
        event(of: Int.random(in: learners.indices, using: &random), words: words)
    }

    private mutating func event(of learner: Int, words: Int) -> LearningEvent {
        clock = Instant(microseconds: clock.microseconds + 1_000)
        let (facts, word) = facts(of: learner)
        let id = EventID(ids.next(at: clock))
        if case .evidence = facts { evidence[learner] = evidence[learner].suffix(3) + [id] }
        return LearningEvent(
            id: id, learner: learners[learner], occurredAt: clock,
            assertedBy: Assertion(person: learners[0], role: .teacher), school: schools[learner % schools.count],
            facts: facts, words: words > 0 ? Words([word: text(words)]) : [:])
    }

    private mutating func facts(of learner: Int) -> (Facts, word: String) {
        // Each learner works at twenty of them.
        let place = learner * 31 + Int.random(in: 0..<20, using: &random) * 7
        let competency = competencies[place % competencies.count]
        let level = levels[Int.random(in: levels.indices, using: &random)]
        let task = tasks[Int.random(in: tasks.indices, using: &random)]
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<60:
            let outcome = Attempt.Outcome.allCases[Int.random(in: 0..<3, using: &random)]
            return (.attempt(Attempt(task: task, competencies: [competency], outcome: outcome)), "feedback")
        case 60..<85:
            let claim = CompetencyClaim(competency: competency, level: level)
            return (.evidence(Evidence(form: .artifact, claims: [claim], task: task)), "narrative")
        case 85..<92:
            let decider = Assertion(person: learners[0], role: .teacher)
            let known = evidence[learner]
            let cited = known.isEmpty ? [EventID(UUID.random(using: &random))] : known
            let mastery = Mastery(
                competency: competency, level: level, framework: framework, frameworkVersion: 1, decider: decider,
                evidence: cited, policy: tasks[0])
            return (.mastery(mastery), "rationale")
        case 92..<97:
            let offer = EnrichmentOffered(
                opportunity: task, form: .enrichment, competency: competency, initiatedBy: .teacher)
            return (.enrichmentOffered(offer), "invitation")
        default:
            return (.goalSet(GoalSet(competency: competency, level: level)), "ownWords")
        }
    }

    private mutating func text(_ length: Int) -> String {
        let letters = Array("etaoin shrdlu cmfwyp vbgkjq xz ".utf8)
        let bytes = (0..<length).map { _ in letters[Int.random(in: letters.indices, using: &random)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A small generator with a seed (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UUID {
    static func random(using random: inout SplitMix64) -> UUID {
        let halves = (random.next(), random.next())
        return withUnsafeBytes(of: halves) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
