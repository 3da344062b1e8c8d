import Foundation
import LearningRecord
import Testing
import TestSupport

/// Makes random valid events, with every field sometimes there and sometimes not.
struct EventMaker {
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A random event of `kind`.
    mutating func event(_ kind: EventKind) throws -> LearningEvent {
        LearningEvent(
            id: id(), learner: id(), occurredAt: instant(), assertedBy: assertion(),
            school: kind == .enrolled ? id() : sometimes { $0.id() }, section: sometimes { $0.id() },
            facts: try facts(kind), words: try words(kind))
    }

    /// One of `choices`.
    mutating func one<Element>(of choices: some Collection<Element>) throws -> Element {
        try #require(choices.randomElement(using: &generator))
    }

    /// A random number of a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    /// A random text of that many characters, of one to four bytes each, none a control character.
    mutating func text(_ length: Int) -> String {
        let characters = Array("abcdefghijklmnop XYZ0189-_./:\"\\'<&éüßøñдж漢字🌱👩‍🔬\u{301}\u{200D}".unicodeScalars)
        var text = String.UnicodeScalarView()
        while text.count < length, let scalar = characters.randomElement(using: &generator) { text.append(scalar) }
        return String(text)
    }

    mutating func label() throws -> Label {
        try #require(Label("x" + text(number(0...38)) + "y"))
    }

    mutating func id<Subject>() -> Identifier<Subject> {
        func half() -> UInt64 { generator.next() }
        var bytes = [UInt8]()
        for word in [half(), half()] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return Identifier(bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }

    mutating func instant() -> Instant {
        let range = LearningEvent.moments
        let microseconds = Int64.random(
            in: range.lowerBound.microseconds..<range.upperBound.microseconds, using: &generator)
        // Whole seconds are as usual as fractions.
        return Instant(
            microseconds: Bool.random(using: &generator) ? microseconds : microseconds / 1_000_000 * 1_000_000)
    }

    mutating func date() throws -> CalendarDate {
        try #require(CalendarDate(year: number(1...9999), month: number(1...12), day: number(1...28)))
    }

    mutating func sometimes<Value>(_ make: (inout Self) throws -> Value) rethrows -> Value? {
        Bool.random(using: &generator) ? try make(&self) : nil
    }

    mutating func list<Value>(_ range: ClosedRange<Int>, _ make: (inout Self) throws -> Value) rethrows -> [Value] {
        var values: [Value] = []
        for _ in 0..<number(range) { values.append(try make(&self)) }
        return values
    }

    private mutating func assertion() -> Assertion {
        let role = Role.allCases.randomElement(using: &generator) ?? .teacher
        return Assertion(person: role == .system ? sometimes { $0.id() } : id(), role: role)
    }

    private mutating func words(_ kind: EventKind) throws -> Words {
        var texts: [String: String] = [:]
        for field in kind.payload.words where field.isRequired || Bool.random(using: &generator) {
            texts[field.name] = "w" + text(number(0...80)) + (Bool.random(using: &generator) ? "\n\u{0}\t\u{7F}" : "")
        }
        return Words(texts)
    }

    private mutating func level() throws -> Level { try #require(Level(number(1...99))) }

    private mutating func digest() throws -> Digest {
        let bytes = list(32...32) { UInt8($0.number(0...255)) }
        return try #require(Digest(bytes: bytes))
    }
}

extension EventMaker {
    /// Random facts of `kind`.
    mutating func facts(_ kind: EventKind) throws -> Facts {
        switch kind {
        case .attempt: .attempt(try attempt())
        case .evidence: .evidence(try evidence())
        case .mastery: .mastery(try mastery())
        case .masteryRevised:
            .masteryRevised(
                MasteryRevised(
                    revises: id(), competency: id(), level: try level(), decider: assertion(),
                    noticeGiven: try one(of: [true, false])))
        case .enrichmentOffered:
            .enrichmentOffered(
                EnrichmentOffered(
                    opportunity: try label(), form: try one(of: EnrichmentOffered.Form.allCases),
                    competency: sometimes { $0.id() }, initiatedBy: try one(of: EnrichmentOffered.Initiator.allCases),
                    pairedWith: sometimes { $0.id() }))
        case .enrichmentAnswered:
            .enrichmentAnswered(
                EnrichmentAnswered(offer: id(), answer: try one(of: EnrichmentAnswered.Answer.allCases)))
        case .enrichmentStarted: .enrichmentStarted(EnrichmentStarted(offer: id()))
        case .enrichmentCompleted: .enrichmentCompleted(EnrichmentCompleted(offer: id()))
        case .supportRequested:
            .supportRequested(SupportRequested(support: try label(), competency: sometimes { $0.id() }))
        case .supportProvided:
            .supportProvided(
                SupportProvided(support: try label(), competency: sometimes { $0.id() }, request: sometimes { $0.id() })
            )
        case .goalSet: .goalSet(GoalSet(competency: id(), level: try level()))
        case .selfAssessed: .selfAssessed(SelfAssessed(competency: id(), level: try level()))
        case .voiceHeard:
            .voiceHeard(
                VoiceHeard(
                    decision: id(), competency: id(), speaker: try one(of: VoiceHeard.Speaker.allCases),
                    voice: try one(of: VoiceHeard.Voice.allCases)))
        case .enrolled: .enrolled(try enrolled())
        case .left: .left(Left(enrolment: id(), on: try date()))
        case .correction:
            .correction(
                try one(of: [Correction(voiding: id()), Correction(replacing: id(), with: id())]))
        case .transcriptPrepared: .transcriptPrepared(TranscriptPrepared(highlights: list(0...3) { $0.id() }))
        case .transcriptIssued:
            .transcriptIssued(
                TranscriptIssued(
                    digest: try digest(), asOf: Int64.random(in: 0...Int64.max, using: &generator),
                    statusIndex: Int64(number(0...131_071))))
        case .transcriptSuperseded: .transcriptSuperseded(TranscriptSuperseded(transcript: id(), by: id()))
        case .transcriptRevoked: .transcriptRevoked(TranscriptRevoked(transcript: id()))
        case .disclosed:
            .disclosed(
                Disclosed(
                    transcript: sometimes { $0.id() }, digest: try digest(),
                    recipientClass: try one(of: Disclosed.RecipientClass.allCases),
                    lawfulBasis: try one(of: Disclosed.LawfulBasis.allCases)))
        case .learnerErased: .learnerErased(LearnerErased(basis: try one(of: LearnerErased.Basis.allCases)))
        case .identityLinked: .identityLinked(IdentityLinked(other: id()))
        case .identityUnlinked: .identityUnlinked(IdentityUnlinked(link: id()))
        case .wordsDestroyed: .wordsDestroyed(WordsDestroyed(basis: try one(of: LearnerErased.Basis.allCases)))
        case .accessRequested:
            .accessRequested(AccessRequested(requester: try one(of: AccessRequested.Requester.allCases)))
        case .accessAnswered:
            .accessAnswered(AccessAnswered(request: id(), answer: try one(of: AccessAnswered.Answer.allCases)))
        case .transcriptRequested:
            .transcriptRequested(
                TranscriptRequested(recipientClass: try one(of: Disclosed.RecipientClass.allCases)))
        case .transcriptAnswered:
            .transcriptAnswered(TranscriptAnswered(request: id(), answer: .sent, transcript: id()))
        case .retentionRun:
            .retentionRun(
                RetentionRun(
                    schedule: Int64(number(0...9)), digest: try digest(), asOf: try date(),
                    tallies: try Set(list(0...3) { try $0.label() }).sorted { $0.text < $1.text }.map {
                        .init(recordClass: $0, destroyed: Int64(number(0...99)), blocked: Int64(number(0...9)))
                    }))
        }
    }

    private mutating func attempt() throws -> Attempt {
        Attempt(
            task: try label(), competencies: list(1...4) { $0.id() }, revises: sometimes { $0.id() },
            supports: try Set(list(0...3) { try $0.label() }).sorted { $0.text < $1.text },
            outcome: try one(of: Attempt.Outcome.allCases))
    }

    private mutating func evidence() throws -> Evidence {
        Evidence(
            form: try one(of: Evidence.Form.allCases),
            claims: try list(1...4) { CompetencyClaim(competency: $0.id(), level: try $0.level()) },
            task: try sometimes { try $0.label() }, context: try sometimes { try $0.label() },
            authors: try list(0...3) { .init(person: $0.id(), part: try $0.one(of: Evidence.Part.allCases)) },
            digest: try sometimes { try $0.digest() }, work: sometimes { $0.id() })
    }

    private mutating func mastery() throws -> Mastery {
        Mastery(
            competency: id(), level: try level(), framework: id(),
            frameworkVersion: Int64.random(in: 1...Int64.max, using: &generator), criterion: sometimes { $0.id() },
            decider: assertion(), evidence: list(1...5) { $0.id() }, learnerVoice: try one(of: Mastery.Voice.allCases),
            familyVoice: try one(of: Mastery.Voice.allCases),
            secondRating: try sometimes { .init(id: $0.id(), blind: try $0.one(of: [true, false])) },
            policy: try label())
    }

    private mutating func enrolled() throws -> Enrolled {
        let dates = try [date(), date()].sorted()
        return Enrolled(
            course: sometimes { $0.id() }, part: try one(of: Enrolled.Part.allCases), from: dates[0],
            to: sometimes { _ in dates[1] })
    }
}
