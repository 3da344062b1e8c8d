import Foundation
import LearningRecord
import TestSupport

/// A random history of one learner: every kind that the projections read, and corrections of anything, corrections
/// included. References name earlier events, as the log demands, now and then of the wrong kind.
struct RandomHistory {
    private(set) var events: [RecordedEvent] = []
    let learner: LearnerID
    private var generator: SeededGenerator
    let competencies: [CompetencyID]
    let schools: [SchoolID]
    private let sections: [SectionID]
    let framework: FrameworkID
    private let corrections: Int
    private let links: Int

    /// - Parameters:
    ///   - corrections: of a hundred events, about so many are corrections.
    ///   - links: of a hundred others, about so many link the learner to another id, or take a link back.
    init(seed: UInt64, count: Int, corrections: Int = 15, links: Int = 0) throws {
        var generator = SeededGenerator(seed: seed)
        learner = LearnerID(Self.uuid(&generator))
        competencies = (0..<3).map { _ in CompetencyID(Self.uuid(&generator)) }
        // All histories happen in the same schools.
        var places = SeededGenerator(seed: 0)
        schools = (0..<2).map { _ in SchoolID(Self.uuid(&places)) }
        sections = (0..<2).map { _ in SectionID(Self.uuid(&places)) }
        framework = FrameworkID(Self.uuid(&generator))
        self.generator = generator
        self.corrections = corrections
        self.links = links
        for _ in 0..<count { try append() }
    }

    private static func uuid(_ generator: inout SeededGenerator) -> UUID {
        let (high, low) = (generator.next(), generator.next())
        func byte(_ value: UInt64, _ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> (place * 8)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    private mutating func append() throws {
        let facts = try facts()
        // Few different times, so that ties are common; recorded in any order.
        let day = Int64.random(in: 0..<40, using: &generator)
        let position = Int64(events.count + 1)
        let event = LearningEvent(
            id: EventID(Self.uuid(&generator)), learner: learner,
            occurredAt: Instant(microseconds: (day + 20_000) * 86_400_000_000),
            assertedBy: Assertion(role: .system), school: facts.kind == .enrolled || oneIn(2) ? one(of: schools) : nil,
            section: oneIn(2) ? one(of: sections) : nil, facts: facts,
            words: Self.words(of: facts.kind))
        events.append(
            RecordedEvent(position: position, recordedAt: Instant(microseconds: position), event: event))
    }

    private static func words(of kind: EventKind) -> Words {
        switch kind {
        case .correction, .masteryRevised, .transcriptRevoked, .identityLinked, .identityUnlinked:
            ["reason": "a reason"]
        case .attempt: ["tried": "ATTEMPTMARK"]
        case .supportProvided, .supportRequested: ["note": "SUPPORTMARK"]
        case .goalSet, .selfAssessed, .voiceHeard: ["ownWords": "GOALMARK"]
        case .enrichmentOffered: ["invitation": "OFFERMARK"]
        case .mastery: ["rationale": "RATIONALEMARK"]
        case .evidence: ["title": "a title", "narrative": "a narrative"]
        case .transcriptPrepared: ["statement": "a statement"]
        default: [:]
        }
    }

    private mutating func facts() throws -> Facts {
        if Int.random(in: 0..<100, using: &generator) < corrections, let corrected = anyEvent() {
            if oneIn(2), let replacement = anyEvent(), replacement != corrected {
                return .correction(Correction(replacing: corrected, with: replacement))
            }
            return .correction(Correction(voiding: corrected))
        }
        if links > 0, Int.random(in: 0..<100, using: &generator) < links {
            if oneIn(20) { return .learnerErased(LearnerErased(basis: .request)) }
            if oneIn(2), let link = event(.identityLinked) { return .identityUnlinked(IdentityUnlinked(link: link)) }
            return .identityLinked(IdentityLinked(other: LearnerID(Self.uuid(&generator))))
        }
        return try oneIn(2) ? learning() : access()
    }

    private mutating func learning() throws -> Facts {
        let competency = one(of: competencies)
        let level = try level()
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            return .attempt(Attempt(task: try label("ATTEMPTMARK task"), competencies: [competency], outcome: .notYet))
        case 1, 2:
            var claims = [CompetencyClaim(competency: competency, level: level)]
            if oneIn(3), let other = competencies.first(where: { $0 != competency }) {
                claims.append(CompetencyClaim(competency: other, level: try self.level()))
            }
            return .evidence(
                Evidence(
                    form: one(of: Evidence.Form.allCases), claims: claims, task: oneIn(3) ? nil : try label("task"),
                    context: oneIn(2) ? try label("context") : nil))
        case 3, 4:
            guard let evidence = event(.evidence) else {
                return .goalSet(GoalSet(competency: competency, level: level))
            }
            return .mastery(
                Mastery(
                    competency: competency, level: level, framework: framework,
                    frameworkVersion: Int64.random(in: 1...2, using: &generator),
                    decider: Assertion(person: learner, role: oneIn(2) ? .teacher : .registrar), evidence: [evidence],
                    learnerVoice: oneIn(2) ? .agrees : .differs,
                    secondRating: oneIn(2) ? .init(id: evidence, blind: oneIn(2)) : nil, policy: try label("policy")))
        case 5:
            guard let revised = event(oneIn(3) ? .masteryRevised : .mastery) else { fallthrough }
            return .masteryRevised(
                MasteryRevised(
                    revises: revised, competency: competency, level: level,
                    decider: Assertion(person: learner, role: .teacher),
                    noticeGiven: true))
        case 6:
            return .selfAssessed(SelfAssessed(competency: competency, level: level))
        case 7:
            guard let decision = event(oneIn(3) ? .masteryRevised : .mastery) else { fallthrough }
            return .voiceHeard(
                VoiceHeard(
                    decision: decision, competency: competency, speaker: one(of: VoiceHeard.Speaker.allCases),
                    voice: one(of: VoiceHeard.Voice.allCases)))
        case 8:
            return .transcriptPrepared(TranscriptPrepared(highlights: event(.evidence).map { [$0] } ?? []))
        default:
            return try transcripts()
        }
    }

    private mutating func transcripts() throws -> Facts {
        let issued = event(.transcriptIssued)
        if let issued, oneIn(3) { return .transcriptRevoked(TranscriptRevoked(transcript: issued)) }
        if let issued, oneIn(2), let other = event(.transcriptIssued), other != issued {
            return .transcriptSuperseded(TranscriptSuperseded(transcript: issued, by: other))
        }
        guard let digest = Digest(bytes: Array(repeating: 7, count: 32)) else { throw Impossible() }
        return .transcriptIssued(TranscriptIssued(digest: digest, asOf: Int64(events.count), statusIndex: 1))
    }

    private mutating func access() throws -> Facts {
        let from = CalendarDate(daysSince1970: Int32.random(in: 20_000..<20_040, using: &generator))
        let later = CalendarDate(daysSince1970: from.daysSince1970 + Int32.random(in: -2..<20, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0, 1:
            return .enrolled(
                Enrolled(part: oneIn(8) ? .teacher : .student, from: from, to: oneIn(2) ? max(from, later) : nil))
        case 2:
            return event(.enrolled).map { .left(Left(enrolment: $0, on: later)) } ?? .enrolled(Enrolled(from: from))
        case 3, 4:
            break
        case 5:
            if let offer = event(.enrichmentOffered) {
                return .enrichmentAnswered(EnrichmentAnswered(offer: offer, answer: oneIn(3) ? .declined : .accepted))
            }
        case 6:
            if let offer = event(.enrichmentOffered) {
                return oneIn(2)
                    ? .enrichmentStarted(EnrichmentStarted(offer: offer))
                    : .enrichmentCompleted(EnrichmentCompleted(offer: offer))
            }
        case 7:
            return .supportRequested(SupportRequested(support: try label("SUPPORTMARK")))
        default:
            return .supportProvided(
                SupportProvided(support: try label("SUPPORTMARK"), request: oneIn(2) ? event(.supportRequested) : nil))
        }
        return .enrichmentOffered(
            EnrichmentOffered(
                opportunity: try label("OFFERMARK"), form: one(of: EnrichmentOffered.Form.allCases),
                initiatedBy: one(of: EnrichmentOffered.Initiator.allCases)))
    }

    private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

    private mutating func one<Element>(of list: [Element]) -> Element {
        list[Int.random(in: 0..<list.count, using: &generator)]
    }

    private mutating func event(_ kind: EventKind) -> EventID? {
        oneIn(20) ? anyEvent() : events.filter { $0.event.kind == kind }.randomElement(using: &generator)?.event.id
    }

    private mutating func anyEvent() -> EventID? { events.randomElement(using: &generator)?.event.id }

    private mutating func level() throws -> Level {
        guard let level = Level(Int.random(in: 1...4, using: &generator)) else { throw Impossible() }
        return level
    }

    private mutating func label(_ word: String) throws -> Label {
        guard let label = Label("\(word) \(one(of: ["alpha", "beta", "gamma"]))") else { throw Impossible() }
        return label
    }

    private struct Impossible: Error {}
}
