import AsyncHTTPClient
import EventLog
import Foundation
import LearningRecord
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

/// A learner's path, for each who may read it.
@Suite struct PathPageTests {
    @Test func `The same record is told to the learner, of the learner, and with what each may do`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            try await service.waitForTables(small.position)
            let path = "/learners/\(small.ada)/path"
            let ada = try await service.open(path, as: try await service.account("ada", person: small.ada))
            #expect(ada.status == 200)
            #expect(ada.shown.contains("My path"))
            #expect(ada.shown.contains("What I can do"))
            #expect(ada.text.contains("N.1") && ada.text.contains("developing"))
            #expect(ada.text.contains("It follows N.1, which you can do."))
            #expect(ada.text.contains("/goals?competency=\(RunningService.slopes)"))
            let mother = try await service.open(path, as: try await service.account("mia", person: small.mother))
            #expect(mother.shown.contains("The path of Ada Moreno"))
            #expect(mother.shown.contains("What Ada can do"))
            #expect(mother.text.contains("/voice\">"))
            #expect(!mother.text.contains("/goals?"))
            let teacher = try await service.open(path, as: try await service.account("grace", person: small.teacher))
            #expect(teacher.shown.contains("What Ada can do"))
            #expect(!teacher.text.contains("/voice\">"))
            #expect(!teacher.text.contains("/seen\""))
        }
    }

    @Test func `A past day shows what was known then, and lets nothing be added`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            try await service.waitForTables(small.position)
            let ada = try await service.account("ada", person: small.ada)
            let yesterday = CalendarDate(daysSince1970: Page.now().date.daysSince1970 - 1)
            let past = try await service.open("/learners/\(small.ada)/path?as-of=\(yesterday)", as: ada)
            #expect(past.status == 200)
            #expect(past.text.contains("mistakes of that time included"))
            #expect(past.text.contains("value=\"\(yesterday)\""))
            // All of it was recorded today.
            #expect(!past.text.contains("class=\"level\""))
            #expect(!past.text.contains("/goals?"))
            for wrong in ["2999-01-01", "yesterday"] {
                let page = try await service.open("/learners/\(small.ada)/path?as-of=\(wrong)", as: ada)
                #expect(page.status == 200)
                #expect(page.shown.contains("Choose a day that is not in the future."))
                #expect(page.text.contains("value=\"\(wrong)\""))
            }
        }
    }

    @Test func `Somebody of whom nothing is known begins anywhere`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ben = try await service.open(
                "/learners/\(small.ben)/path", as: try await service.account("ben", person: small.ben))
            #expect(ben.shown.contains("Your path begins here"))
            #expect(ben.text.contains("A good place to begin in Numbers."))
        }
    }

    @Test func `A page that is open is told when the record has grown`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let path = try await service.open("/learners/\(small.ada)/path", as: ada)
                .link(#/\/learners\/[0-9a-f-]+\/news\?after=[0-9]+/#)
            var request = HTTPClientRequest(url: service.url + path)
            for (name, value) in ada.headers { request.headers.add(name: name, value: value) }
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            #expect(response.status == .ok)
            let goal = GoalSet(competency: RunningService.slopes, level: try #require(Level(2)))
            // Of another learner first, of which nobody is told here.
            try await service.append([try service.event(.goalSet(goal), of: small.ben, on: "2025-10-02")])
            let position = try await service.append([
                try service.event(.goalSet(goal), of: small.ada, on: "2025-10-02")
            ])
            var text = ""
            for try await buffer in response.body {
                text += String(buffer: buffer)
                if text.contains("data: ") { break }
            }
            #expect(text.contains("event: told"))
            #expect(text.contains("id: \(position)\n"))
            #expect(text.contains("data: Something was added to this record just now."))
        }
    }

    @Test func `Everything about a competency stands in order, with the words of who was there`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let attempt = Attempt(
                task: try service.label("Slopes"), competencies: [RunningService.ratios], outcome: .notYet)
            try await service.append([
                try service.event(
                    .attempt(attempt), of: small.ada, on: "2025-09-15", words: ["feedback": "Nearly <there>"])
            ])
            let ada = try await service.account("ada", person: small.ada)
            let page = try await service.open("/learners/\(small.ada)/competencies/\(RunningService.ratios)", as: ada)
            #expect(page.status == 200)
            #expect(page.text.contains("Nearly &lt;there&gt;"))
            let first = try #require(page.text.range(of: "You tried"))
            let last = try #require(page.text.range(of: "Decided by"))
            #expect(first.lowerBound < last.lowerBound)
            let evidence = try page.link(#/\/learners\/[0-9a-f-]+\/evidence\/[0-9a-f-]{36}/#)
            #expect(try await service.open(evidence, as: ada).shown.contains("My bridge"))
            #expect(try await service.open("/learners/\(small.ada)/competencies/\(UUID())", as: ada).status == 404)
        }
    }

    @Test func `In Spanish no text of the pages is English, and none is missing`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let mother = try await service.account("mia", person: small.mother)
            let parts = [
                "path", "offers", "seen", "transcript", "evidence", "reflections", "support-requests",
                "competencies/\(RunningService.ratios)", "path?as-of=2025-12-01",
            ]
            var pages: [Answer] = []
            for part in parts {
                for caller in [ada, mother] {
                    pages.append(try await service.open("/learners/\(small.ada)/\(part)", as: caller, language: "es"))
                }
            }
            for part in ["goals", "self-assessments"] {
                pages.append(try await service.open("/learners/\(small.ada)/\(part)", as: ada, language: "es"))
            }
            pages.append(try await service.open("/", as: ada, language: "es"))
            pages.append(try await service.open("/children", as: mother, language: "es"))
            let spanish = Set(Catalogue.shared.keys.map { PageWords(.spanish)($0) })
            let english = Set(Catalogue.shared.keys.map { PageWords(.english)($0) }).subtracting(spanish)
            for page in pages {
                #expect(page.status == 200, "\(page.path)")
                #expect(page.text.contains("<html lang=\"es\">"))
                // The language's own name stands in each language.
                let shown = Set(page.shown).subtracting(["English"])
                let found = shown.intersection(english).filter { $0.count > 3 }
                #expect(found.isEmpty, "\(page.path): \(found)")
                let keys = shown.filter { $0.wholeMatch(of: #/[a-z]+(\.[a-zA-Z-]+)+/#) != nil }
                #expect(keys.isEmpty, "\(page.path): \(keys)")
            }
        }
    }
}
