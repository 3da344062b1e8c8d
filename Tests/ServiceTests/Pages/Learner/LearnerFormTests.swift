import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

/// What a learner and a family add by forms: one event each, of who is signed in.
@Suite struct LearnerFormTests {
    /// A form: where it is, what is typed, which event it makes, in which part.
    private struct Typed {
        let path: String
        var fields: [(String, String)]
        let kind: EventKind
        /// A field whose text can be another.
        var other: String
    }

    private static func forms(_ service: RunningService, _ small: SmallSchool, isLearner: Bool) async throws -> [Typed]
    {
        let about = ("competency", RunningService.slopes.description)
        let history = try await service.log.read(learner: small.ada)
        let decision = try #require(history.first { $0.event.kind == .mastery }).event.id
        let offer = try service.event(
            .enrichmentOffered(
                EnrichmentOffered(opportunity: service.label("Lab"), form: .enrichment, initiatedBy: .teacher)),
            of: small.ada, on: "2025-10-05")
        try await service.append([offer])
        var forms = [
            Typed(
                path: "evidence", fields: [about, ("title", "A bridge"), ("level", "developing")], kind: .evidence,
                other: "title"),
            Typed(
                path: "support-requests", fields: [("support", "More time"), ("note", "please")],
                kind: .supportRequested,
                other: "note"),
            Typed(
                path: "offers/\(offer.id)/answer", fields: [("answer", "accepted"), ("reason", "gladly")],
                kind: .enrichmentAnswered, other: "reason"),
            Typed(
                path: "decisions/\(decision)/voice", fields: [("voice", "differs"), ("words", "not yet, I think")],
                kind: .voiceHeard, other: "words"),
        ]
        let own = [
            Typed(
                path: "goals", fields: [about, ("level", "demonstrating"), ("words", "my goal")], kind: .goalSet,
                other: "words"),
            Typed(
                path: "self-assessments", fields: [about, ("level", "beginning"), ("words", "I begin")],
                kind: .selfAssessed, other: "words"),
            Typed(
                path: "reflections", fields: [about, ("level", "developing"), ("words", "now I see")], kind: .evidence,
                other: "words"),
            Typed(
                path: "transcript", fields: [("statement", "I like to find out.")], kind: .transcriptPrepared,
                other: "statement"),
        ]
        if isLearner {
            forms += own
        } else {
            forms.append(
                Typed(
                    path: "observations", fields: [about, ("level", "developing"), ("words", "at home")],
                    kind: .evidence, other: "words"))
        }
        return forms
    }

    @Test func `A form that was left open says when it was sent`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            try await service.waitForTables(small.position)
            let caller = try await service.account("ada", person: small.ada)
            let before = Page.now()
            var ids = UUIDv7Generator(randomness: SystemRandomNumberGenerator())
            // The form was opened yesterday.
            let id = EventID(ids.next(at: Instant(microseconds: before.microseconds - 86_400_000_000)))
            let fields = [
                ("event", id.description), ("competency", RunningService.slopes.description),
                ("level", "demonstrating"), ("words", "my goal"),
            ]
            #expect(try await service.submit(fields, to: "/learners/\(small.ada)/goals", as: caller).status == 200)
            let event = try #require(try await service.log.read(learner: small.ada).last).event
            #expect(event.id == id && event.occurredAt >= before && event.occurredAt <= Page.now())
        }
    }

    @Test(arguments: [true, false])
    func `Each form saves one event as who is signed in, however often it is sent`(isLearner: Bool) async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            try await service.waitForTables(small.position)
            let me = isLearner ? small.ada : small.mother
            let caller = try await service.account("me", person: me)
            for form in try await Self.forms(service, small, isLearner: isLearner) {
                let path = "/learners/\(small.ada)/\(form.path)"
                let before = try await service.log.read(learner: small.ada)
                let shown = try await service.open(path, as: caller)
                try #require(shown.status == 200, "\(form.path)")
                let event = ("event", try shown.eventID())
                for _ in 0..<2 {
                    let answer = try await service.submit([event] + form.fields, to: path, as: caller)
                    #expect(answer.status == 200, "\(form.path): \(answer.shown)")
                }
                let after = try await service.log.read(learner: small.ada)
                let new = after.dropFirst(before.count).map(\.event)
                #expect(new.map(\.kind) == [form.kind], "\(form.path)")
                #expect(new.first?.id.description == event.1)
                let asserted = Assertion(person: me, role: isLearner ? .learner : .family)
                #expect(new.first?.assertedBy == asserted, "\(form.path)")

                // The same form with another text is another event, of which the form asks.
                let changed = form.fields.map { $0.0 == form.other ? ($0.0, "something <else>") : $0 }
                let again = try await service.submit([event] + changed, to: path, as: caller)
                #expect(again.status == 422, "\(form.path)")
                #expect(again.text.contains("something &lt;else&gt;"))
                #expect(try again.eventID() != event.1)
                #expect(try await service.log.read(learner: small.ada).count == after.count)
            }
        }
    }

    @Test func `What is missing is told, what was typed is kept, and nothing is saved`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let before = try await service.log.read(learner: small.ada).count
            let long = String(repeating: "ä", count: 10_001)
            let wrong: [(String, [(String, String)])] = [
                ("goals", [("words", "a <goal>")]), ("self-assessments", [("words", "a <goal>")]),
                ("reflections", [("level", "developing")]), ("support-requests", [("note", "a <goal>")]),
                ("support-requests", [("support", "other"), ("note", "a <goal>")]),
                ("evidence", [("narrative", "a <goal>"), ("link", "javascript:alert(1)")]),
                ("goals", [("level", "developing"), ("words", long)]),
            ]
            for (part, fields) in wrong {
                let answer = try await service.submit(fields, to: "/learners/\(small.ada)/\(part)", as: ada)
                #expect(answer.status == 422, "\(part)")
                #expect(answer.text.contains("aria-invalid") || answer.text.contains("-error\""), "\(part)")
                #expect(fields.allSatisfy { $0.1 != "a <goal>" } || answer.text.contains("a &lt;goal&gt;"), "\(part)")
            }
            #expect(try await service.log.read(learner: small.ada).count == before)
        }
    }

    @Test func `Only what one said oneself can be taken back, with a reason`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let mother = try await service.account("mia", person: small.mother)
            let base = "/learners/\(small.ada)"
            let form = try await service.open("\(base)/goals", as: ada)
            let goal = try form.eventID()
            _ = try await service.submit([("event", goal), ("level", "developing")], to: "\(base)/goals", as: ada)
            let path = "\(base)/events/\(goal)/correction"
            #expect(try await service.open(path, as: mother).status == 404)
            #expect(try await service.submit([("reason", "no")], to: path, as: mother).status == 404)
            let shown = try await service.open(path, as: ada)
            let event = ("event", try shown.eventID())
            #expect(try await service.submit([event], to: path, as: ada).status == 422)
            for _ in 0..<2 {
                let done = try await service.submit([event, ("reason", "It was another one.")], to: path, as: ada)
                #expect(done.status == 200)
            }
            let history = try await service.log.read(learner: small.ada)
            #expect(history.count { $0.event.kind == .correction } == 1)
            #expect(Corrections.counting(history).allSatisfy { $0.event.kind != .goalSet })
            // What the teacher decided is not the learner's to take back.
            let decision = try #require(history.first { $0.event.kind == .mastery }).event.id
            #expect(try await service.open("\(base)/events/\(decision)/correction", as: ada).status == 404)
        }
    }

    @Test func `Whose record it is not finds no page and no form`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ben = try await service.account("ben", person: small.ben)
            let history = try await service.log.read(learner: small.ada)
            let evidence = try #require(history.first { $0.event.kind == .evidence }).event.id
            let parts = [
                "path", "news", "offers", "seen", "transcript", "transcript/preview", "goals", "evidence",
                "reflections",
                "self-assessments", "support-requests", "evidence/\(evidence)", "competencies/\(RunningService.ratios)",
                "files/\(String(repeating: "0", count: 64))",
            ]
            for part in parts {
                #expect(try await service.open("/learners/\(small.ada)/\(part)", as: ben).status == 404, "\(part)")
            }
            let answer = try await service.submit(
                [("level", "developing")], to: "/learners/\(small.ada)/goals", as: ben)
            #expect(answer.status == 404)
            #expect(try await service.log.read(learner: small.ada).count == history.count)
            // A family sees and says, but sets no goals and makes no transcript in the learner's place.
            let mother = try await service.account("mia", person: small.mother)
            for part in ["goals", "self-assessments"] {
                #expect(try await service.open("/learners/\(small.ada)/\(part)", as: mother).status == 404)
            }
            let prepared = try await service.submit(
                [("statement", "mine")], to: "/learners/\(small.ada)/transcript", as: mother)
            #expect(prepared.status == 404)
        }
    }
}
