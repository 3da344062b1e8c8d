import Foundation
import HTTPTypes
import LearningRecord
import Synchronization
import Testing

@testable import Service

extension BrowserTests {
    /// What a teacher does.
    @Suite struct TeacherJourneyTests {
        private static let login = "grace.okafor@lakeside.example"

        private static func with(_ body: (Journey) async throws -> Void) async throws {
            try await Journey.with { journey in
                try await journey.school.account(login, "Grace Okafor", person: journey.school.grace)
                try await journey.browser.signIn(login)
                try await journey.browser.press("Integrated Math 2, period 3")
                try await body(journey)
            }
        }

        @Test func `A teacher records what many learners did, in at most three interactions`() async throws {
            try await Self.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await browser.expect("Everyone here, by what comes next for them")
                // Of one group: everyone, shown.
                browser.interactions.withLock { $0 = 0 }
                try await browser.press("Everyone, R.3", in: "Ready to decide")
                try await browser.press("Shown", in: "Record for those who are ticked")
                try await browser.expect("Saved: an attempt at")
                #expect(browser.interactions.withLock { $0 } <= 3)
                let saved = try await browser.read()
                #expect(saved.contains("That was a mistake: take it back"))
                // Of the whole class: everyone, about what, not yet.
                try await browser.press("By name")
                browser.interactions.withLock { $0 = 0 }
                try await browser.press("Everyone")
                try await browser.choose("Q.2 Plan a fair test", in: "What it is about")
                try await browser.press("Not yet", in: "Record for those who are ticked")
                try await browser.expect("not yet shown, for")
                #expect(browser.interactions.withLock { $0 } <= 3)
                for learner in school.learners {
                    let attempts = try await school.events(.attempt, of: learner).filter { event in
                        guard case .attempt(let facts) = event.facts else { return false }
                        return facts.competencies == [LakesideFramework.competency("Q.2")] && facts.outcome == .notYet
                    }
                    #expect(attempts.count == 1)
                    #expect(attempts.first?.assertedBy == Assertion(person: school.grace, role: .teacher))
                }
            }
        }

        @Test func `A teacher decides on mastery on one page, with everybody's voice and the evidence on it`()
            async throws
        {
            try await Self.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await browser.press("Decide Maya Torres", in: "on “Phone plans” and “Bus timetable”")
                try await browser.expect(
                    "How Maya Torres sees it", "With a table I can do it every time.", "What the family says",
                    "The slow bus and the fast bus", "What is asked for at developing is there.")
                try await browser.press("developing", in: "What do you decide?")
                try await browser.press("agrees", in: "Maya Torres on this decision")
                try await browser.type("Both times she said what the number stands for.", into: "Why")
                try await browser.press("Record the decision")
                try await browser.expect("Decided: Maya Torres, R.3, developing.")
                let decision = try #require(try await school.events(.mastery, of: school.maya).last)
                guard case .mastery(let facts) = decision.facts else { throw CancellationError() }
                #expect(facts.level == Level(2))
                #expect(facts.evidence.count == 2)
                #expect(facts.learnerVoice == .agrees)
                #expect(facts.familyVoice == .notYetHeard)
                #expect(decision.words["rationale"] == "Both times she said what the number stands for.")
            }
        }

        @Test func `A teacher sees who was offered nothing and who waits for a support, and does something about it`()
            async throws
        {
            try await Self.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await browser.press("Without an offer this term")
                try await browser.expect("Nothing was offered this term", "Noah Whitfield", "Amara Diallo")
                try await browser.expectNo("Maya Torres")
                try await browser.press("Offer them something")
                try await browser.expect("Which one? Choosing offers it.")
                try await browser.press("Math circle")
                try await browser.expect("Everyone here was offered something this term")
                let offers = try await school.events(.enrichmentOffered, of: school.noah)
                #expect(offers.count == 1)
                guard case .enrichmentOffered(let facts)? = offers.first?.facts else { throw CancellationError() }
                #expect(facts.opportunity.text == "Math circle")
                #expect(facts.initiatedBy == .teacher)

                try await browser.press("Waiting for support")
                try await browser.expect("Maya Torres", "Worked examples")
                try await browser.press("It was given", in: "Maya Torres")
                try await browser.expect("Saved: “Worked examples” was given to Maya Torres.")
                let given = try await school.events(.supportProvided, of: school.maya)
                let asked = try await school.events(.supportRequested, of: school.maya)
                guard case .supportProvided(let support)? = given.first?.facts else { throw CancellationError() }
                #expect(support.request == asked.first?.id)

                // A support that nobody asked for, from the list.
                try await browser.press("By name")
                try await browser.press("Ruby Whitaker")
                try await browser.press("Support", in: "Record for those who are ticked")
                try await browser.press("More time")
                try await browser.expect("Saved: “More time” was given to Ruby Whitaker.")
                #expect(try await school.events(.supportProvided, of: school.learners[18]).count == 1)
            }
        }

        @Test func `What others record shows on the open page within a second, without loading it again`() async throws
        {
            try await Self.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await browser.expect("Everyone here, by what comes next for them")
                let token = try await journey.service.token([.appendEvents])
                try await browser.run("window.isStillHere = true")
                // The stream stands when the browser has asked for it.
                try await Task.sleep(for: .milliseconds(700))
                let event = LearningEvent(
                    id: EventID(UUID()), learner: school.learners[18], occurredAt: Page.now(),
                    assertedBy: Assertion(role: .system), school: school.high, section: school.math,
                    facts: .evidence(
                        Evidence(
                            form: .artifact,
                            claims: [
                                .init(
                                    competency: LakesideFramework.competency("R.2"), level: try #require(Level(2)))
                            ], task: try journey.service.label("Paint mix"))), words: ["title": "Paint"])
                let answer = try await journey.service.send(
                    .post, "/api/v1/events", as: token, type: "application/json",
                    body: JSONWriter.bytes(.object(event.json)))
                #expect(answer.status < 300, "\(answer.text)")
                // A second, and some for a machine on which much else runs.
                try await browser.expect(
                    "Evidence on R.2 was added for Ruby Whitaker just now.", "Show what is new", within: .seconds(3))
                #expect(try await browser.run("return window.isStillHere").bool == true)
                try await browser.press("Show what is new")
                try await browser.expect("Everyone here, by what comes next for them")
                #expect(try await browser.run("return window.isStillHere === undefined").bool == true)
            }
        }
    }
}
