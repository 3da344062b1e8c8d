import EventLog
import Foundation
import LearningRecord
import Projections
import Testing

@testable import Service

extension BrowserTests {
    /// What registrars, readers of transcripts, and those who look after access do.
    @Suite struct OfficeJourneyTests {
        @Test func `A registrar issues a transcript, a reader opens it without a login, and it is taken back`()
            async throws
        {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                let amara = school.learners[1]
                try await school.account(
                    "rosa.delgado@lakeside.example", "Rosa Delgado", RoleGrant(role: .registrar, school: school.high))
                try await browser.signIn("rosa.delgado@lakeside.example")
                try await browser.press("Transcripts", in: "Main")
                try await browser.press("Preview", in: "Amara Diallo")
                try await browser.expect(
                    "This is what a reader will see. Nothing is issued yet.", "Describe a ratio",
                    "I like to find out why things move")
                try await browser.type("Riverside Community College", into: "Given to")
                try await browser.choose("college or university", in: "What sort of reader")
                try await browser.press("Issue this document")
                try await browser.expect("given to Riverside Community College is written down")
                let issued = try #require(try await school.events(.transcriptIssued, of: amara).first)
                let disclosed = try #require(try await school.events(.disclosed, of: amara).first)
                #expect(disclosed.words["recipient"] == "Riverside Community College")

                // The reader has the file, and nothing else.
                let link = try await browser.run(
                    "return [...document.querySelectorAll('a')].find((a) => a.innerText === 'Download the page').getAttribute('href')"
                )
                let document = try await journey.fetch(try #require(link.string))
                let file = FileManager.default.temporaryDirectory.appending(
                    path: "transcript-\(UUID().uuidString).html")
                try Data(document.utf8).write(to: file)
                defer { try? FileManager.default.removeItem(at: file) }
                try await Chromium.with(journey.service) { reader in
                    try await reader.open(file.absoluteString)
                    try await reader.expect(
                        "Amara Diallo", "Describe a ratio", "Lakeside High School",
                        "With a model, a tool or a partner beside.", "I like to find out why things move")
                    try await reader.expectNo("Waymark could not", "Sign in")
                    #expect(try await reader.complaints().isEmpty)
                }

                try await browser.press("Given to others")
                try await browser.expect("Riverside Community College", "Amara Diallo")
                try await browser.press("Transcripts", in: "Main")
                try await browser.press("Issued")
                try await browser.press("Open", in: "Amara Diallo")
                try await browser.expect("Amara Diallo", "Riverside Community College")
                try await browser.press("Take back")
                try await browser.expect("Take a transcript back", "Amara Diallo")
                try await browser.type("It names the wrong school.", into: "Why")
                try await browser.press("Take it back for good")
                try await browser.expect("taken back on")
                let revoked = try #require(try await school.events(.transcriptRevoked, of: amara).first)
                guard case .transcriptRevoked(let facts) = revoked.facts else { throw CancellationError() }
                #expect(facts.transcript == issued.id)
            }
        }

        @Test func `A learner asks that the transcript be sent, and the registrar sends it`() async throws {
            try await Journey.with { journey in
                let (school, browser) = (journey.school, journey.browser)
                let amara = school.learners[1]
                try await school.account("amara.diallo@lakeside.example", "Amara Diallo", person: amara)
                try await browser.signIn("amara.diallo@lakeside.example")
                try await browser.press("My transcript", in: "Main")
                try await browser.type("Harbor College, admissions", into: "To whom")
                try await browser.choose("college or university", in: "What sort of reader")
                try await browser.type("They want it by May.", into: "What the registrar should know")
                try await browser.press("Ask for it to be sent")
                try await browser.expect("Harbor College, admissions, asked on", "The registrar has it.")
                try await browser.press("Sign out")

                try await school.account(
                    "rosa.delgado@lakeside.example", "Rosa Delgado", RoleGrant(role: .registrar, school: school.high))
                try await browser.signIn("rosa.delgado@lakeside.example")
                try await browser.press("Transcripts", in: "Main")
                try await browser.expect("Asked for", "Harbor College, admissions", "They want it by May.")
                try await browser.press("Look and send", in: "Harbor College")
                try await browser.expect("The learner asked for it on", "Describe a ratio")
                try await browser.press("Issue this document")
                try await browser.expect("given to Harbor College, admissions is written down")
                let answer = try #require(try await school.events(.transcriptAnswered, of: amara).first)
                let issue = try #require(try await school.events(.transcriptIssued, of: amara).first)
                let request = try #require(try await school.events(.transcriptRequested, of: amara).last)
                #expect(
                    answer.facts
                        == .transcriptAnswered(
                            TranscriptAnswered(request: request.id, answer: .sent, transcript: issue.id)))
                try await browser.press("Sign out")

                try await browser.signIn("amara.diallo@lakeside.example")
                try await browser.press("My transcript", in: "Main")
                try await browser.expect("Sent on")
            }
        }

        @Test func `Who leads a school looks at access, follows how a figure was made, and takes the figures along`()
            async throws
        {
            try await Journey.with({ try await $0.fillSchools() }) { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account(
                    "helen.lindqvist@lakeside.example", "Helen Lindqvist",
                    RoleGrant(role: .principal, school: school.high))
                try await browser.signIn("helen.lindqvist@lakeside.example")
                try await browser.press("Access", in: "Main")
                try await browser.choose("by language", in: "Groups")
                try await browser.press("Show")
                try await browser.expect("Spanish", "too few to show", "Term by term")
                let page = try await browser.read()
                let figure = try #require(page.firstMatch(of: #/Spanish (\d+) (\d+) \d+%/#))
                try await browser.press("How it was made", in: "Spanish")
                try await browser.expect(
                    "\(figure.output.1) of \(figure.output.2) people", "Numerator, \(figure.output.1)",
                    "Denominator, \(figure.output.2)")
                try await browser.press("Who they are")
                try await browser.expect("That you opened this list is written down.")
                try await browser.press("Access to opportunities")
                let link = try await browser.run(
                    "return [...document.querySelectorAll('a')].find((a) => a.innerText === 'Download CSV').getAttribute('href')"
                )
                let file = try await journey.fetch(try #require(link.string))
                #expect(file.hasPrefix("school,schoolName,window,"))
                let line = try #require(
                    file.split(whereSeparator: \.isNewline).first {
                        $0.contains(",spanish,") && $0.contains(",offered,")
                    })
                #expect(line.contains("Lakeside High School"))
                #expect(line.contains(",\(figure.output.1),enrolled,\(figure.output.2),"), "\(line)")
                // What the page does not show, the file does not say.
                #expect(
                    file.split(whereSeparator: \.isNewline).filter { $0.contains(",arabic,") }
                        .allSatisfy { $0.hasSuffix("true") || $0.hasSuffix("yes") || $0.contains(",,") })
                try await browser.press("Still without an offer")
                try await browser.expect("By section, then by name.")

                // An analyst sees all schools, and no names.
                try await school.account("ana.petrova@lakeside.example", "Ana Petrova", RoleGrant(role: .analyst))
                try await browser.press("Sign out")
                try await browser.signIn("ana.petrova@lakeside.example")
                try await browser.press("Access", in: "Main")
                try await browser.expect("Harbor Middle School", "Lakeside High School")
                try await browser.press("How it was made", in: "Harbor Middle School")
                try await browser.expect("Numerator")
                try await browser.expectNo("Who they are")
            }
        }
    }
}
