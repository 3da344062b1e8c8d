import EventLog
import Foundation
import LearningRecord
@testable import Projections
import LibPQ
import ReferenceData
import TestSupport
import Testing

@Suite("The transcript")
struct TranscriptTests {
    @Test("holds no attempt, count, duration, number, group, support or other learner", arguments: Seeds.first(3))
    func holdsNothingElse(seed: UInt64) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<3).map {
                try RandomHistory(seed: seed * 1000 + $0, count: 80)
            }
            try await district.append(histories, seed: seed)
            for school in histories[0].schools { try await district.addSchool(school, named: "A school") }
            for (index, history) in histories.enumerated() {
                let family = ["Abara", "Belmonte", "Castellan"][index]
                try await district.addPerson(history.learner, given: "Noor", family: family)
                try await district.addMembership(history.learner, "GROUPMARK-dimension", "GROUPMARK-group")
                try await district.addFramework(
                    history.framework, titled: "A framework", area: "An area", competencies: history.competencies,
                    statements: ["one", "two", "three"])
            }
            try await district.projector.catchUp()
            var lines = 0
            for (index, history) in histories.enumerated() {
                let others = histories.filter { $0.learner != history.learner }
                let names = ["Abara", "Belmonte", "Castellan"].enumerated().filter { $0.offset != index }
                let forbidden =
                    ["GROUPMARK", "ATTEMPTMARK", "task", "SUPPORTMARK", "OFFERMARK", "GOALMARK", "RATIONALEMARK"]
                    + others.map(\.learner.description) + names.map(\.element)
                for time in [PointInTime.now, .position(40), .position(try await district.log.head())] {
                    let document = try await TranscriptReader(log: district.log).document(
                        of: history.learner, asOf: time, madeOn: SampleTranscript.day(2026, 11, 2))
                    #expect(TranscriptLinter.findings(document, forbidden: forbidden) == [], "seed \(seed)")
                    lines += document.areas.flatMap(\.lines).count
                }
            }
            #expect(lines > 0, "seed \(seed): the linter saw no line")
        }
    }

    @Test("the linter finds what it is for")
    func linterFinds() {
        let document = SampleTranscript.document
        #expect(TranscriptLinter.findings(document, forbidden: []) == [])
        for text in ["97", "3 of 7", "ninety percent", "GPA", "class rank", "after many attempts", "GROUPMARK"] {
            var changed = document
            changed.statement = text
            #expect(TranscriptLinter.findings(changed, forbidden: ["groupmark"]) != [], "\(text)")
        }
    }

    @Test("the page escapes whatever people wrote")
    func escapes() {
        var document = SampleTranscript.document
        let attack = "<script>alert(\"x\")</script>'\"&\u{0}"
        document.learner = attack
        document.statement = attack
        document.highlights = [.init(title: attack, narrative: attack, link: "javascript:alert(1)")]
        document.attendances[0].school = attack
        document.schools[0].profile = attack
        let page = TranscriptPage.html(document)
        #expect(!page.contains("<script"))
        #expect(!page.contains("href=\"javascript"))
        #expect(!page.contains("\u{0}"))
        #expect(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&quot;&amp;"))
    }

    @Test("the page is tagged, has its headings in order, and no colour but grey")
    func structure() throws {
        let page = TranscriptPage.html(SampleTranscript.document)
        #expect(page.contains("<html lang=\"en\">"))
        for element in ["<main>", "<header>", "<h1>", "<article>", "<dl>", "<blockquote>"] {
            #expect(page.contains(element), "\(element)")
        }
        let headings = page.matches(of: /<h([1-6])>/).compactMap { match in Int(String(match.output.1)) }
        #expect(headings.first == 1)
        for (before, after) in zip(headings, headings.dropFirst()) { #expect(after <= before + 1) }
        for colour in page.matches(of: /#([0-9a-f]{3})\b/) {
            let digits = Set(colour.output.1)
            #expect(digits.count == 1, "\(colour.output.0) is no grey")
        }
        #expect(!page.contains("<img") && !page.contains("url(") && !page.contains("<link"))
    }

    @Test("built from a position, it is the same for ever, whatever comes later")
    func stable() async throws {
        try await SmallDistrict.with { district in
            let history = try RandomHistory(seed: 11, count: 60)
            try await district.append([history], seed: 1)
            let head = try await district.log.head()
            try await district.projector.catchUp()
            let reader = TranscriptReader(log: district.log)
            let day = SampleTranscript.day(2026, 11, 2)
            let first = try await reader.document(of: history.learner, asOf: .position(head), madeOn: day)
            #expect(try await reader.document(of: history.learner, madeOn: day) == first)
            let corrections = history.events.filter { $0.event.kind == .mastery }.map { recorded in
                LearningEvent(
                    id: EventID(UUID()), learner: history.learner, occurredAt: recorded.event.occurredAt,
                    assertedBy: Assertion(role: .system),
                    facts: .correction(Correction(voiding: recorded.event.id)), words: ["reason": "a mistake"])
            }
            #expect(!corrections.isEmpty)
            _ = try await district.log.append(corrections)
            try await district.projector.catchUp()
            #expect(try await reader.document(of: history.learner, asOf: .position(head), madeOn: day) == first)
        }
    }

    @Test("its canonical form is read back as the same document, and gives the same bytes again")
    func canonical() throws {
        var sparse = SampleTranscript.document
        sparse.statement = nil
        sparse.areas[0].lines[0].criterion = nil
        sparse.areas[0].lines[0].code = nil
        sparse.schools[0].profile = nil
        sparse.attendances = []
        for document in [SampleTranscript.document, sparse] {
            let read = try #require(TranscriptDocument(canonical: document.canonical))
            #expect(read == document)
            #expect(read.canonical == document.canonical)
            #expect(TranscriptPage.html(read) == TranscriptPage.html(document))
        }
        #expect(TranscriptDocument(canonical: "{}") == nil)
        #expect(
            TranscriptDocument(
                canonical: SampleTranscript.document.canonical.replacing("\"plain\"", with: "\"splendid\"")) == nil)
    }

    @Test("the page of a layout stays as it is: another page is another layout")
    func pinned() throws {
        let page = TranscriptPage.html(SampleTranscript.document)
        let digest = try #require(TranscriptDocument.digest(ofCanonical: page))
        // Documents that were issued must give the same page for ever. Whoever changes the page adds a layout.
        #expect("\(digest)" == "7fe0a8f6a6897a7957a9bf653a74c5dea35595e9dee143dac3aa12c1f317a09a")
    }

    @Test("areas are those that the district says: an item stands for all below it, and a line counts wherever it may")
    func areas() async throws {
        try await SmallDistrict.with { district in
            let history = try RandomHistory(seed: 11, count: 60)
            try await district.append([history], seed: 1)
            try await district.addFramework(
                history.framework, titled: "A framework", area: "Topmost", competencies: history.competencies,
                statements: ["one", "two", "three"])
            try await district.projector.catchUp()
            let reader = TranscriptReader(log: district.log)
            let day = SampleTranscript.day(2026, 11, 2)
            let before = try await reader.document(of: history.learner, madeOn: day)
            #expect(before.areas.map(\.name) == ["Topmost"])
            let shown = try #require(before.areas.first).lines.map(\.competency)
            #expect(shown.count >= 2)
            let tenant = district.tenant
            let top = try await district.log.run { session in
                try session.query(
                    "select competency from ref.competency where tenant = \(tenant) and statement = 'Topmost'"
                )
                .single(as: CompetencyID.self)
            }
            func save(_ settings: TranscriptSettings) async throws -> Bool {
                try await district.log.transaction { session in
                    try TranscriptSettingsStore.save(session, tenant: tenant, settings).isNew
                }
            }
            let settings = TranscriptSettings(
                meaning: "What it means.",
                areas: [.init(name: "Second", items: [shown[1]]), .init(name: "All", items: [top])],
                profiles: [:])
            #expect(try await save(settings))
            #expect(try await !save(settings))
            let after = try await reader.document(of: history.learner, madeOn: day)
            #expect(after.areas.map(\.name) == ["Second", "All"])
            #expect(after.areas.map { $0.lines.map(\.competency) } == [[shown[1]], shown])
            #expect(after.meaning == "What it means.")
            #expect(try await save(TranscriptSettings(areas: [.init(name: "First", items: [shown[0]])])))
            let rest = try await reader.document(of: history.learner, madeOn: day)
            #expect(rest.areas.map(\.name) == ["First", "Other learning"])
            #expect(rest.areas.last?.lines.map(\.competency) == Array(shown.dropFirst()))
            #expect(rest.meaning == TranscriptDocument.defaultMeaning)
        }
    }

    @Test("carries the learner's statement and highlights while their words can be opened, and not after an erasure")
    func words() async throws {
        try await SmallDistrict.with { district in
            let learner = LearnerID(UUID())
            let evidence = try district.event(
                learner,
                .evidence(
                    Evidence(
                        form: .artifact,
                        claims: [.init(competency: CompetencyID(UUID()), level: try #require(Level(2)))])),
                words: ["title": "A bridge that held"])
            let prepared = try district.event(
                learner, .transcriptPrepared(TranscriptPrepared(highlights: [evidence.id])),
                words: ["statement": "My own words."])
            _ = try await district.log.append([evidence, prepared])
            try await district.projector.catchUp()
            let reader = TranscriptReader(log: district.log)
            let day = SampleTranscript.day(2026, 11, 2)
            let document = try await reader.document(of: learner, madeOn: day)
            #expect(document.statement == "My own words.")
            #expect(document.highlights.map(\.title) == ["A bridge that held"])
            _ = try await district.log.erase(
                learner, id: EventID(UUID()), basis: .request, by: Assertion(role: .system),
                at: Instant(microseconds: 1))
            let erased = try await reader.document(of: learner, madeOn: day)
            #expect(erased.statement == nil)
            #expect(erased.highlights.map(\.title) == ["A piece of evidence"])
        }
    }
}

extension SmallDistrict {
    /// An event of today.
    func event(
        _ learner: LearnerID, _ facts: Facts, at time: Instant = Instant(microseconds: 1_700_000_000_000_000),
        school: SchoolID? = nil, words: Words = [:]
    ) throws -> LearningEvent {
        LearningEvent(
            id: EventID(UUID()), learner: learner, occurredAt: time, assertedBy: Assertion(role: .system),
            school: school, facts: facts, words: words)
    }
}
