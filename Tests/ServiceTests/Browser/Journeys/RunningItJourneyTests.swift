import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

extension BrowserTests {
    /// What those do who run Waymark for a district.
    @Suite struct RunningItJourneyTests {
        private static func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
            let folder = FileManager.default.temporaryDirectory.appending(path: "journey-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appending(path: name)
            try Data(bytes).write(to: file)
            return file
        }

        @Test func `An engineer brings a roster and events in, sees what was rejected, and lets a system in`()
            async throws
        {
            try await RunningService.with(district: "Lakeside Unified") { service in
                let accounts = AccountStore(log: service.log)
                let dev = try await accounts.create(login: "dev.raman", name: "Dev Raman")
                try await accounts.add(RoleGrant(role: .dataEngineer), to: dev.id)
                let hash = try await PasswordHasher().hash(Password(Chromium.password)).text
                try await accounts.setPassword(hash, of: dev.id)
                let roster = try Self.file("roster.zip", try RunningService.roster(learners: 400))
                let lines = try Self.file("events.jsonl", Array("{\"id\": 1}\n{\"grade\": \"A\"}\n".utf8))
                defer {
                    for file in [roster, lines] {
                        try? FileManager.default.removeItem(at: file.deletingLastPathComponent())
                    }
                }
                try await Chromium.with(service) { browser in
                    try await browser.signIn("dev.raman")
                    // Once to see what would change, and once for good.
                    for (button, told) in [("Only try it", "nothing was changed"), ("Bring it in", "Brought in on")] {
                        #expect(try await service.log.head() == 0)
                        try await browser.press("Imports", in: "Main")
                        try await browser.press("New import")
                        try await browser.press("OneRoster")
                        try await browser.attach(roster, to: "File")
                        try await browser.press(button)
                        // The page says by itself when it is over.
                        try await browser.expect("roster.zip")
                        try await browser.expect("roster.zip is done.", within: .seconds(30))
                        try await browser.press("Show what is new")
                        try await browser.expect(told, "400")
                    }
                    #expect(try await service.log.head() == 400)

                    try await browser.press("Imports", in: "Main")
                    try await browser.press("New import")
                    try await browser.press("Learning events")
                    try await browser.attach(lines, to: "File")
                    try await browser.press("Bring it in")
                    try await browser.expect("events.jsonl")
                    for _ in 0..<100 where !(try await browser.read().contains("Rejected lines")) {
                        try await Task.sleep(for: .milliseconds(200))
                        try await browser.open(try await browser.here())
                    }
                    try await browser.expect("Rejected lines", "kind: must be there")

                    try await browser.press("Tokens", in: "Main")
                    try await browser.press("Issue a token")
                    try await browser.type("Warehouse", into: "Name")
                    try await browser.press("see how far the tables are")
                    try await browser.press("Issue a token")
                    try await browser.expect("Copy it now: it is shown this one time")
                    let page = try await browser.read()
                    let token = String(try #require(page.firstMatch(of: #/wm_[0-9]+_[A-Za-z0-9_-]+/#)).output)
                    #expect(try await service.get("/api/v1/projections", as: .token(token)).status == 200)
                    try await browser.press("Tokens", in: "Main")
                    try await browser.expect("Warehouse")
                    try await browser.expectNo(token)

                    try await browser.press("Health", in: "Main")
                    try await browser.expect("Lakeside Unified", "well")
                    try await browser.press("Tables", in: "Main")
                    try await browser.expect("continuum", "live")
                    #expect(try await browser.complaints().isEmpty)
                }
            }
        }

        @Test func `An administrator invites a colleague, who sets a password by the link and comes in`() async throws {
            try await Journey.with({ _ in }) { journey in
                let (school, browser) = (journey.school, journey.browser)
                try await school.account("adam.nowak", "Adam Nowak", RoleGrant(role: .administrator))
                try await browser.signIn("adam.nowak")
                try await browser.press("Accounts", in: "Main")
                try await browser.press("Invite somebody")
                try await browser.type("Marcus Bell", into: "Name")
                try await browser.type("marcus.bell@lakeside.example", into: "Email or name to sign in with")
                try await browser.type("t-117", into: "Who they are in the roster")
                try await browser.press("Make the invitation")
                try await browser.expect("Give it to Marcus Bell yourself.")
                let page = try await browser.read()
                let link = String(try #require(page.firstMatch(of: #/\/link\/[0-9]+\.[A-Za-z0-9_-]+/#)).output)

                try await Chromium.with(journey.service) { colleague in
                    try await colleague.open(link)
                    try await colleague.expect("Marcus Bell, you sign in as marcus.bell@lakeside.example")
                    try await colleague.type(Chromium.password, into: "New password")
                    try await colleague.type("something else", into: "The same once more")
                    try await colleague.press("Save the password")
                    try await colleague.expect("This is not saved yet")
                    try await colleague.type(Chromium.password, into: "New password")
                    try await colleague.type(Chromium.password, into: "The same once more")
                    try await colleague.press("Save the password")
                    try await colleague.expect("Your password is saved.")
                    try await colleague.type("marcus.bell@lakeside.example", into: "Email or login")
                    try await colleague.type(Chromium.password, into: "Password")
                    try await colleague.press("Sign in")
                    try await colleague.expect("Marcus Bell", "Integrated Math 2, period 3")
                    // It works once.
                    try await colleague.open(link)
                    #expect(try await PageVisit.status(colleague) == 410)
                }
                try await browser.press("Accounts", in: "Main")
                try await browser.expect("Marcus Bell", "a password")
            }
        }

        @Test func `A record is opened for a reason, which the family and the administrator see, and it is closed`()
            async throws
        {
            try await Journey.with({ _ in }) { journey in
                let (school, browser) = (journey.school, journey.browser)
                let reason = "I stand in for the teacher of Math 7 this week."
                try await school.account("grace.okafor", "Grace Okafor", person: school.grace)
                try await browser.signIn("grace.okafor")
                try await browser.open("/learners/\(school.leo)/path")
                #expect([403, 404].contains(try await PageVisit.status(browser)))
                _ = try await browser.complaints()
                try await browser.open("/sections")
                try await browser.press("Open a record outside your sections")
                try await browser.type("Leo Torres", into: "Which learner")
                try await browser.type(reason, into: "Why you need to see it")
                try await browser.press("Open the record")
                try await browser.expect("The path of Leo Torres", "Opened with a reason", reason)
                try await browser.press("Close it now")
                try await browser.expect("Closed.")

                try await school.account("elena.torres", "Elena Torres", person: school.elena)
                try await browser.press("Sign out")
                try await browser.signIn("elena.torres")
                try await browser.press("Leo Torres")
                try await browser.press("Who has seen it")
                try await browser.expect("Grace Okafor", "opened with a reason")

                try await school.account("adam.nowak", "Adam Nowak", RoleGrant(role: .administrator))
                try await browser.press("Sign out")
                try await browser.signIn("adam.nowak")
                try await browser.press("Who looked at what", in: "Main")
                try await browser.expect("Grace Okafor", "Leo Torres")
            }
        }
    }
}
