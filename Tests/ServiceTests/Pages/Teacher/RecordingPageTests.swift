import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct RecordingPageTests {
    @Test func `An attempt is recorded for all who are ticked, once, however often the form is sent`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await school.settle()
            let learners = [school.small.ada, school.small.ben, school.zoe]
            let page = try await school.get("\(school.path)/by-name")
            var form = [
                ("event", try #require(page.hidden("event"))), ("view", "/by-name"), ("as", "attempt-not-yet"),
                ("task", "Bridge"), ("competency", "\(RunningService.slopes)"), ("words", "Try it from the other end."),
            ]
            form += learners.map { ("about", "\($0)") }
            let sent = form
            async let first = school.post("\(school.path)/record", sent)
            async let second = school.post("\(school.path)/record", sent)
            for answer in try await [first, second] {
                #expect(answer.status == 200)
                #expect(
                    answer.has("Saved: an attempt at “Bridge”, not yet shown, for Zoe Abbot, Ben Ames and Ada Moreno."))
            }
            #expect(try await school.post("\(school.path)/record", form).status == 200)
            for learner in learners {
                let attempts = try await school.events(.attempt, of: learner)
                #expect(attempts.count == 1)
                #expect(attempts.first?.words["feedback"] == "Try it from the other end.")
                #expect(attempts.first?.section == school.small.section)
                #expect(attempts.first?.assertedBy == Assertion(person: school.small.teacher, role: .teacher))
                guard case .attempt(let facts)? = attempts.first?.facts else { continue }
                #expect(facts.outcome == .notYet)
                #expect(facts.competencies == [RunningService.slopes])
            }
            // Somebody went back, changed it and sent it again: that is another one.
            form[3] = ("task", "Recipe")
            _ = try await school.post("\(school.path)/record", form)
            #expect(try await school.events(.attempt, of: school.zoe).count == 2)
        }
    }

    @Test func `Nothing is recorded where something is missing, and what was typed is kept`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await school.settle()
            let tick = "\(school.zoe)/\(RunningService.ratios)"
            let nobody = try await school.post(
                "\(school.path)/record",
                [("as", "attempt-demonstrated"), ("task", "Bridge"), ("words", "So well done")])
            #expect(nobody.status == 422)
            #expect(nobody.has("Tick at least one learner."))
            #expect(nobody.has("So well done"))
            let wordless = try await school.post(
                "\(school.path)/record", [("as", "feedback"), ("task", "Bridge"), ("about", tick)])
            #expect(wordless.status == 422)
            #expect(wordless.has("Write the feedback"))
            let vague = try await school.post(
                "\(school.path)/record",
                [("as", "attempt-demonstrated"), ("task", "Bridge"), ("about", "\(school.zoe)")])
            #expect(vague.status == 422)
            #expect(vague.has("Choose what it is about."))
            #expect(try await school.events(.attempt, of: school.zoe).isEmpty)
        }
    }

    @Test func `Evidence, an offer and a support take one more page, where choosing saves`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            let request = try service.event(
                .supportRequested(SupportRequested(support: try service.label("More time"))), of: school.zoe,
                on: "2025-11-01")
            try await school.append([request])
            let both = [school.small.ben, school.zoe]
            let ticks = both.map { ("about", "\($0)/\(RunningService.ratios)") } + [("task", "Bridge")]
            func hidden(_ page: PageAnswer) throws -> [(String, String)] {
                [("event", try #require(page.hidden("event")))] + both.flatMap { [("all", "\($0)"), ("for", "\($0)")] }
            }
            let event = ("event", Page.newEventID().description)
            let evidence = try await school.post("\(school.path)/record", ticks + [("as", "evidence"), event])
            #expect(evidence.has("Evidence on N.1"))
            #expect(evidence.has("Choosing saves it"))
            let saved = try await school.post(
                "\(school.path)/record/evidence",
                try hidden(evidence) + [
                    ("competency", "\(RunningService.ratios)"), ("task", "Bridge"), ("title", "Bridge"),
                    ("context", "Classwork"), ("level", "2"),
                ])
            #expect(saved.has("Saved: evidence from “Bridge”, for Zoe Abbot and Ben Ames."))
            let wrong = try await school.post(
                "\(school.path)/record/evidence",
                try hidden(evidence) + [
                    ("competency", "\(RunningService.ratios)"), ("link", "photos/bridge.jpg"), ("level", "2"),
                ])
            #expect(wrong.status == 422)
            #expect(wrong.has("The link must begin with https://"))
            #expect(try await school.events(.evidence, of: school.zoe).map(\.words) == [["title": "Bridge"]])

            let offer = try await school.post("\(school.path)/record", ticks + [("as", "offer"), event])
            let offered = try await school.post(
                "\(school.path)/record/offer",
                try hidden(offer) + [("opportunity", "other"), ("other", "Math circle"), ("form", "enrichment")])
            #expect(offered.has("“Math circle” is offered to"))
            #expect(try await school.events(.enrichmentOffered, of: school.small.ben).count == 1)
            // Now it can be chosen.
            let again = try await school.post("\(school.path)/record", ticks + [("as", "offer"), event])
            #expect(again.has(#"value="enrichment/Math circle""#))

            let support = try await school.post("\(school.path)/record", ticks + [("as", "support"), event])
            #expect(support.has("Zoe Abbot asked for “More time”"))
            _ = try await school.post("\(school.path)/record/support", try hidden(support) + [("support", "More time")])
            guard
                case .supportProvided(let facts)? = try await school.events(.supportProvided, of: school.zoe).first?
                    .facts
            else { throw CancellationError() }
            #expect(facts.request == request.id)
            #expect(try await school.get("\(school.path)/waiting").has("Nobody here waits for a support"))
        }
    }

    @Test func `What was just saved can be taken back`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await school.settle()
            let saved = try await school.post(
                "\(school.path)/record",
                [
                    ("event", Page.newEventID().description), ("as", "attempt-demonstrated"), ("task", "Bridge"),
                    ("about", "\(school.zoe)/\(RunningService.ratios)"),
                ])
            let back = try await school.post(
                "\(school.path)/take-back",
                [("ids", try #require(saved.hidden("ids"))), ("event", Page.newEventID().description)])
            #expect(back.has("Taken back."))
            let corrections = try await school.events(.correction, of: school.zoe)
            #expect(corrections.count == 1)
            #expect(try await school.get(school.path).has("Nothing recorded yet"))
            // What others recorded is not theirs to take back.
            let other = try await school.events(.mastery, of: school.small.ada)
            let refused = try await school.post(
                "\(school.path)/take-back",
                [("ids", "\(try #require(other.first).id)"), ("event", Page.newEventID().description)])
            #expect(refused.status == 404)
        }
    }

    @Test func `Something is recorded of one learner from the learner's own page`() async throws {
        try await RunningService.with { service in
            let school = try await SectionClass(service)
            try await school.settle()
            let form = [
                ("event", Page.newEventID().description), ("as", "attempt-demonstrated"), ("task", "Bridge"),
                ("competency", "\(RunningService.ratios)"),
            ]
            #expect(try await school.post("/learners/\(school.zoe)/record", form).status == 200)
            #expect(try await school.events(.attempt, of: school.zoe).count == 1)
            #expect(try await school.post("/learners/\(school.small.cleo)/record", form).status == 404)
        }
    }
}
