import Foundation
import LearningRecord
import Testing

@testable import Service

extension BrowserTests {
    /// What a learner does, and a family.
    @Suite struct LearnerJourneyTests {
        /// A picture of one pixel.
        private static let png =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

        @Test
        func `A learner sees the path and adds to it: work, a reflection, a goal, an own view, a wish for support`()
            async throws
        {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account("maya.torres", "Maya Torres", person: school.maya)
                try await browser.signIn("maya.torres")
                try await browser.expect("Welcome, Maya", "You are growing in", "Math circle")
                try await browser.press("My path", in: "Main")
                try await browser.expect("What I can do", "Where I am growing", "What comes next", "Describe a ratio")

                let picture = FileManager.default.temporaryDirectory.appending(path: "ramp-\(UUID().uuidString).png")
                try #require(Data(base64Encoded: Self.png)).write(to: picture)
                defer { try? FileManager.default.removeItem(at: picture) }
                try await browser.press("Add evidence", in: "Ask for support")
                try await browser.choose("Q.2 Plan a fair test", in: "What it is about")
                try await browser.type("Our ramp", into: "Title")
                try await browser.attach(picture, to: "File")
                try await browser.type("We changed only the height.", into: "What it shows, in your words")
                try await browser.press("developing")
                try await browser.press("Add it")
                try await browser.expect("Added. Your teacher sees it, and so does your family.")
                let first = try #require(try await school.events(.evidence, of: school.maya).last)
                guard case .evidence(let facts) = first.facts else { throw CancellationError() }
                #expect(facts.digest != nil)
                #expect(first.words["narrative"] == "We changed only the height.")
                #expect(first.assertedBy == Assertion(person: school.maya, role: .learner))

                try await browser.press("Add evidence", in: "Ask for support")
                try await browser.type("A film of it", into: "Title")
                try await browser.type("https://films.example.org/ramp", into: "Or a link to it")
                try await browser.press("demonstrating")
                try await browser.press("Add it")
                try await browser.expect("Added. Your teacher sees it")
                #expect(
                    try await school.events(.evidence, of: school.maya).last?.words["link"]
                        == "https://films.example.org/ramp")

                try await browser.press("Add a reflection", in: "R.1 Describe a ratio")
                try await browser.type("A picture says it faster than a table.", into: "What do you see now")
                try await browser.press("Add the reflection")
                try await browser.expectGone("What do you see now")
                let reflection = try #require(try await school.events(.evidence, of: school.maya).last)
                guard case .evidence(let said) = reflection.facts else { throw CancellationError() }
                #expect(said.form == .reflection)

                try await browser.press("Set a goal", in: "Reason with percents")
                try await browser.press("developing")
                try await browser.type("Discounts, without a calculator.", into: "Your goal in your own words")
                try await browser.press("Set this goal")
                try await browser.expectGone("Your goal in your own words")
                try await browser.expect("My goal: developing")
                let goal = try #require(try await school.events(.goalSet, of: school.maya).last)
                #expect(
                    goal.facts
                        == .goalSet(
                            GoalSet(competency: LakesideFramework.competency("R.4"), level: try #require(Level(2)))))

                try await browser.press("Everything about it", in: "Compare unit rates")
                try await browser.press("Say how I see it")
                try await browser.press("demonstrating")
                try await browser.type("I did it without the table.", into: "What makes you say so?")
                try await browser.press("Save", in: "What makes you say so?")
                try await browser.expect("How I see it: demonstrating")
                #expect(try await school.events(.selfAssessed, of: school.maya).count == 2)

                try await browser.press("Offers and support", in: "Main")
                try await browser.press("Ask for support")
                try await browser.press("More time")
                try await browser.press("Ask for it")
                try await browser.expect("Your teacher sees that you asked for “More time”, until it is given.")
                #expect(try await school.events(.supportRequested, of: school.maya).count == 2)
            }
        }

        @Test func `A learner says what is seen first of the transcript, and sees it as its reader will`() async throws
        {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account("maya.torres", "Maya Torres", person: school.maya)
                try await browser.signIn("maya.torres")
                try await browser.press("My transcript")
                try await browser.press("The slow bus and the fast bus")
                try await browser.type("I like to find out what is fair.", into: "In your own words")
                try await browser.press("Save")
                try await browser.expect("Saved. It is seen like this from the next")
                let prepared = try #require(try await school.events(.transcriptPrepared, of: school.maya).last)
                #expect(prepared.words["statement"] == "I like to find out what is fair.")
                guard case .transcriptPrepared(let facts) = prepared.facts else { throw CancellationError() }
                #expect(facts.highlights.count == 1)
                try await browser.press("See it as a reader will")
                try await browser.expect(
                    "Maya Torres", "Describe a ratio", "demonstrating", "I like to find out what is fair.",
                    "The slow bus and the fast bus")
            }
        }

        @Test
        func `A family sees the path in its language, answers an offer, says what it thinks, and sees who looked`()
            async throws
        {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account("elena.torres@mail.example", "Elena Torres", person: school.elena)
                let grace = try await school.account("grace", "Grace Okafor", person: school.grace)
                _ = try await journey.service.open("/learners/\(school.maya)/path", as: grace)
                try await browser.open("/sign-in")
                try await browser.press("Español")
                try await browser.expect("Correo o usuario")
                try await browser.type("elena.torres@mail.example", into: "Correo o usuario")
                try await browser.type(Chromium.password, into: "Contraseña")
                try await browser.press("Entrar")
                try await browser.expect("Mis hijos", "Maya Torres", "Leo Torres")
                try await browser.press("Responder", in: "Maya Torres")
                try await browser.expect("Una oferta para Maya", "Math circle")
                try await browser.press("Sí, con gusto")
                try await browser.press("Enviar la respuesta")
                try await browser.expect("Se envió su respuesta a «Math circle»")
                let answer = try #require(try await school.events(.enrichmentAnswered, of: school.maya).last)
                #expect(answer.assertedBy == Assertion(person: school.elena, role: .family))

                try await browser.press("Mis hijos", in: "Principal")
                try await browser.press("Maya Torres")
                try await browser.expect("El camino de Maya Torres", "Lo que Maya sabe hacer", "Describe a ratio")
                try await browser.press("Diga qué opina", in: "Find equal ratios")
                try await browser.press("Lo veo de otra manera")
                try await browser.type("En casa hace más.", into: "En sus palabras")
                try await browser.press("Enviarlo")
                try await browser.expect("Gracias. Lo que usted dijo se muestra desde ahora")
                let voice = try #require(try await school.events(.voiceHeard, of: school.maya).last)
                guard case .voiceHeard(let facts) = voice.facts else { throw CancellationError() }
                #expect(facts.voice == .differs)
                #expect(facts.speaker == .family)
                #expect(voice.words["ownWords"] == "En casa hace más.")

                try await browser.press("Quién lo ha visto")
                try await browser.expect("Grace Okafor", "es docente de Maya", "el camino")
                try await browser.open("/learners/\(school.maya)/transcript")
                try await browser.expect("Constancia")
                // Of a child of somebody else they see nothing.
                try await browser.open("/learners/\(school.noah)/path")
                #expect(try await PageVisit.status(browser) == 404)
                _ = try await browser.complaints()
            }
        }
    }
}
