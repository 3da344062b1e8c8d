import Foundation
import LearningRecord
import Testing

@testable import Service

extension BrowserTests {
    /// The same for those who use the keyboard alone, and for those whose browser runs no scripts.
    @Suite struct OtherWaysTests {
        private static let login = "grace.okafor@lakeside.example"

        @Test func `By the keyboard alone somebody signs in, skips to the content, and asks for a support`()
            async throws
        {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account("maya.torres", "Maya Torres", person: school.maya)
                try await browser.open("/")
                try await browser.tab(to: "Email or login")
                try await browser.keys("maya.torres")
                try await browser.keys(Chromium.tab)
                try await browser.keys(Chromium.password, Chromium.enter)
                try await browser.expect("Welcome, Maya")
                try await browser.tab(to: "Offers and support")
                try await browser.keys(Chromium.enter)
                try await browser.expect("Waiting for your answer")
                // The first stop is the way past the navigation, and it shows itself then.
                try await browser.keys(Chromium.tab)
                #expect(try await browser.focused() == "Skip to the content")
                let isShown =
                    "const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.height > 20"
                #expect(try await browser.run(isShown).bool == true)
                try await browser.keys(Chromium.enter)
                try await browser.keys(Chromium.tab)
                let isInside = "return document.getElementById('main').contains(document.activeElement)"
                #expect(try await browser.run(isInside).bool == true)
                try await browser.tab(to: "Ask for support")
                try await browser.keys(Chromium.enter)
                try await browser.expect("What would help?")
                try await browser.tab(to: "Worked examples")
                try await browser.keys(Chromium.space)
                try await browser.tab(to: "Ask for it")
                let outline = "return getComputedStyle(document.activeElement).outlineStyle"
                #expect(try await browser.run(outline).string != "none")
                try await browser.keys(Chromium.enter)
                try await browser.expect("Your teacher sees that you asked for")
                #expect(try await school.events(.supportRequested, of: school.maya).count == 2)
            }
        }

        @Test func `Without scripts a teacher records for everyone of a class`() async throws {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account(Self.login, "Grace Okafor", person: school.grace)
                try await browser.withoutScripts()
                try await browser.signIn(Self.login)
                try await browser.press("Integrated Math 2, period 3")
                try await browser.press("By name")
                // That nothing ticks the others shows that no script runs.
                try await browser.press("Everyone")
                #expect(
                    try await browser.run("return document.querySelectorAll('.picks :checked').length").integer == 0)
                try await browser.choose("R.5 Model with proportions", in: "What it is about")
                try await browser.type("We began with the two ferries.", into: "What you saw or said")
                try await browser.press("Feedback", in: "Record for those who are ticked")
                try await browser.expect("Saved: feedback on")
                for learner in school.learners {
                    let said = try await school.events(.attempt, of: learner).filter {
                        $0.words["feedback"] == "We began with the two ferries."
                    }
                    #expect(said.count == 1)
                }
            }
        }
    }
}
