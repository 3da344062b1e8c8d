import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct DecisionPageTests {
    private static func path(_ learner: LearnerID) -> String {
        "/learners/\(learner)/competencies/\(RunningService.ratios)/decisions"
    }

    private static func form(_ page: PageAnswer, _ fields: [(String, String)]) throws -> [(String, String)] {
        [("event", try #require(page.hidden("event"))), ("seen", try #require(page.hidden("seen")))] + fields
    }

    @Test func `A decision says who was heard, on what it rests and by which policy, and is made once`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let ben = school.small.ben
            let pieces = [
                try school.evidence(ben, at: 2, task: "Bridge", on: "2025-10-02"),
                try school.evidence(ben, at: 2, task: "Recipe", on: "2025-10-09"),
            ]
            let own = try service.event(
                .selfAssessed(SelfAssessed(competency: RunningService.ratios, level: try #require(Level(1)))), of: ben,
                on: "2025-10-10", words: ["ownWords": "With a picture I can."])
            try await school.append(pieces + [own])
            let page = try await school.get(Self.path(ben))
            #expect(page.status == 200)
            #expect(page.has("What is asked for at developing is there."))
            let (view, evidence) = (page.text.range(of: "With a picture I can."), page.text.range(of: "The evidence"))
            #expect(try #require(view).lowerBound < #require(evidence).lowerBound)
            #expect(page.has("The family has not said anything yet."))
            let form =
                try Self.form(
                    page,
                    [
                        ("level", "2"), ("learner-voice", "agrees"), ("family-voice", "not-yet-heard"),
                        ("rationale", "Both explained without help."),
                    ]) + pieces.map { ("evidence", "\($0.id)") }
            let saved = try await school.post(Self.path(ben), form)
            #expect(saved.has("Decided: Ben Ames, N.1, developing."))
            #expect(try await school.post(Self.path(ben), form).status == 200)
            let decisions = try await school.events(.mastery, of: ben)
            #expect(decisions.count == 1)
            guard case .mastery(let facts)? = decisions.first?.facts else { return }
            #expect(facts.level == Level(2))
            #expect(Set(facts.evidence) == Set(pieces.map(\.id)))
            #expect(facts.learnerVoice == .agrees)
            #expect(facts.familyVoice == .notYetHeard)
            #expect(facts.decider == Assertion(person: school.small.teacher, role: .teacher))
            #expect(facts.policy.text == "default-1")
            #expect(decisions.first?.words["rationale"] == "Both explained without help.")
            #expect(try await school.looks(at: ben, what: "decidePage").count >= 1)
        }
    }

    @Test func `A decision without readiness says so and needs a why`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let piece = try school.evidence(school.small.ben, at: 2, task: "Bridge", on: "2025-10-02")
            try await school.append([piece])
            let page = try await school.get(Self.path(school.small.ben))
            #expect(page.has("one more piece of evidence, from another task, in another context or on another day"))
            #expect(page.has("You may decide without it"))
            let fields = [("level", "2"), ("evidence", "\(piece.id)")]
            let wordless = try await school.post(Self.path(school.small.ben), try Self.form(page, fields))
            #expect(wordless.status == 422)
            #expect(wordless.has("Say why: something that is asked for is still to come."))
            let nothing = try await school.post(Self.path(school.small.ben), try Self.form(page, []))
            #expect(nothing.has("Choose what you decide."))
            #expect(nothing.has("Tick at least one piece of evidence."))
            let saved = try await school.post(
                Self.path(school.small.ben), try Self.form(page, fields + [("rationale", "She taught it to others.")]))
            #expect(saved.has("Decided: Ben Ames, N.1, developing."))
        }
    }

    @Test func `A revision needs a reason and that they were told before, and lowers all that stands above`()
        async throws
    {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let ada = school.small.ada
            // Decided twice at the same level: one revision alone would leave the other standing.
            let before = try await school.events(.evidence, of: ada)
            let page = try await school.get(Self.path(ada))
            _ = try await school.post(
                Self.path(ada),
                try Self.form(page, [("level", "2")]) + before.map { ("evidence", "\($0.id)") })
            #expect(try await school.events(.mastery, of: ada).count == 2)
            var later = try school.evidence(ada, at: 1, task: "Half the recipe", on: "2026-03-01")
            later.occurredAt = Page.now()
            try await school.append([later])
            let review = try await school.get(Self.path(ada))
            #expect(review.has("What was decided stands"))
            #expect(review.has("Later evidence speaks to beginning."))
            let wordless = try await school.post(Self.path(ada), try Self.form(review, [("level", "1")]))
            #expect(wordless.status == 422)
            #expect(wordless.has("a revision needs a reason"))
            #expect(wordless.has("Tell the learner and the family before"))
            let saved = try await school.post(
                Self.path(ada),
                try Self.form(
                    review,
                    [
                        ("level", "1"), ("rationale", "Both pieces came from one task."), ("notice", "yes"),
                        ("learner-voice", "agrees"),
                    ]))
            #expect(saved.has("Decided: Ada Moreno, N.1, beginning."))
            let revisions = try await school.events(.masteryRevised, of: ada)
            #expect(revisions.count == 2)
            #expect(revisions.allSatisfy { $0.words["reason"] == "Both pieces came from one task." })
            #expect(try await school.events(.voiceHeard, of: ada).count == 1)
            #expect(try await school.get(Self.path(ada)).has("What is demonstrated stands: beginning"))
        }
    }

    @Test func `What others recorded meanwhile is shown before a decision is taken`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let piece = try school.evidence(school.small.ben, at: 2, task: "Bridge", on: "2025-10-02")
            try await school.append([piece])
            let page = try await school.get(Self.path(school.small.ben))
            try await school.append([try school.evidence(school.small.ben, at: 1, task: "Recipe", on: "2025-10-09")])
            let answer = try await school.post(
                Self.path(school.small.ben),
                try Self.form(page, [("level", "2"), ("rationale", "So it is."), ("evidence", "\(piece.id)")]))
            #expect(answer.status == 409)
            #expect(answer.has("while you were deciding"))
            #expect(answer.has("So it is."))
            #expect(try await school.events(.mastery, of: school.small.ben).isEmpty)
        }
    }

    @Test func `A blind reading shows nobody's level, and the decision can name it`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let ben = school.small.ben
            let pieces = [
                try school.evidence(ben, at: 2, task: "Bridge", on: "2025-10-02"),
                try school.evidence(ben, at: 2, task: "Recipe", on: "2025-10-09"),
            ]
            try await school.append(pieces)
            let colleague = try await service.person("t-2", "Marcus", "Bell", role: "teacher")
            try await service.enrol(colleague, in: school.small.section, at: school.small.school, part: "teacher")
            let marcus = try await service.account("marcus", person: colleague)
            let path = "/learners/\(ben)/competencies/\(RunningService.ratios)/readings"
            let page = try await school.get(path, as: marcus)
            #expect(page.has("Bridge"))
            #expect(!page.has("Ben"))
            #expect(!page.has("It speaks to"))
            _ = try await school.post(
                path, [("event", try #require(page.hidden("event"))), ("level", "1"), ("words", "With help.")],
                as: marcus)
            let reading = try #require(try await school.events(.evidence, of: ben).last)
            let decide = try await school.get(Self.path(ben))
            #expect(decide.has("Marcus Bell read it on"))
            _ = try await school.post(
                Self.path(ben),
                try Self.form(
                    decide, [("level", "2"), ("reading", "\(reading.id)"), ("blind", "yes"), ("rationale", "x")])
                    + pieces.map { ("evidence", "\($0.id)") })
            guard case .mastery(let facts)? = try await school.events(.mastery, of: ben).first?.facts else {
                throw CancellationError()
            }
            #expect(facts.secondRating == .init(id: reading.id, blind: true))
            #expect(try await school.get(school.path).has("The second reader saw <strong>beginning</strong>"))
        }
    }

    @Test func `What the family says of a decision in a conversation is recorded by the teacher, once`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let ada = school.small.ada
            try await school.settle()
            let page = try await school.get(Self.path(ada))
            #expect(page.has("What they say of what was decided"))
            let form = [
                ("event", Page.newEventID().description), ("decision", try #require(page.hidden("decision"))),
                ("heard-family", "differs"), ("said", "We saw more at home."),
            ]
            let path = Self.path(ada).replacing("/decisions", with: "/voices")
            #expect(try await school.post(path, form).status == 200)
            #expect(try await school.post(path, form).status == 200)
            let heard = try await school.events(.voiceHeard, of: ada)
            #expect(heard.count == 1)
            #expect(heard.first?.words["ownWords"] == "We saw more at home.")
            #expect(try await !school.get(school.path).has("Families to hear on a decision"))
        }
    }

    @Test func `Deciding is for those who teach the learner`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let mother = try await service.account("mia", person: school.small.mother)
            let ada = try await service.account("ada", person: school.small.ada)
            let registrar = try await service.account("reg", [RoleGrant(role: .registrar)])
            for caller in [mother, ada, registrar] {
                #expect(try await school.get(Self.path(school.small.ada), as: caller).status == 404)
                #expect(try await school.post(Self.path(school.small.ada), [("level", "1")], as: caller).status == 404)
            }
            #expect(try await school.get(Self.path(school.small.cleo)).status == 404)
        }
    }
}
