import Foundation
import LearningRecord
import Testing

@testable import Service

extension BrowserTests {
    /// Every page, on a phone and on a desktop, light and dark: whether everybody can use it. With
    /// `WAYMARK_SCREENSHOTS=folder` it leaves a picture of each there.
    @Suite struct EveryPageTests {
        private static let phone = 360
        private static let desktop = 1_280

        @Test func `Everybody can use every page, on a phone and on a desktop, in light and in dark`() async throws {
            try await RunningService.with(district: "Lakeside Unified") { service in
                let school = try await LakesideSchool(service)
                let people = try await LakesidePeople(school)
                try await school.fillClass()
                try await school.fillSchools()
                try await school.fillOffices(people)
                let visits = try await LakesideVisits(school, people).all
                let without = PageVisit.routes.subtracting(visits.map(\.route))
                #expect(without.isEmpty, "no visit of \(without.sorted())")
                #expect(Set(visits.map(\.route)).isSubset(of: PageVisit.routes))
                #expect(Set(visits.map(\.name)).count == visits.count)
                let list = try String(contentsOf: Picture.list, encoding: .utf8)
                let unlisted = visits.filter { $0.isPictured && !list.contains("\"\($0.name)-desktop.webp\"") }
                #expect(unlisted.isEmpty, "Docs/pages/README.md lacks \(unlisted.map(\.name))")
                try await Chromium.with(service) { browser in
                    try await Axe.join(browser)
                    for visit in visits {
                        do { try await see(visit, in: browser) } catch { Issue.record("\(visit.name): \(error)") }
                    }
                }
            }
        }

        private func see(_ visit: PageVisit, in browser: Chromium) async throws {
            try await browser.look(width: Self.desktop)
            try await browser.become(visit.who)
            try await browser.open(visit.path)
            try await visit.steps(browser)
            let status = try await PageVisit.status(browser)
            #expect(status == visit.status, "\(visit.name)")
            // That a page is an error page is complained of, too.
            var wrong = try await browser.complaints().filter { visit.status == 200 || !$0.contains("status of") }
            try await Picture.save(visit, "desktop", browser, width: Self.desktop)
            wrong += try await PageVisit.faults(browser) + Axe.violations(browser)

            try await browser.look(width: Self.phone)
            try await Picture.save(visit, "phone", browser, width: Self.phone)
            try await browser.run("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
            wrong += try await (PageVisit.faults(browser) + Axe.violations(browser)).map { "phone: \($0)" }
            try await browser.look(width: Self.phone, dark: true)
            wrong += try await Axe.violations(browser, rules: ["color-contrast"]).map { "dark: \($0)" }
            #expect(wrong.isEmpty, "\(visit.name), \(visit.path)")
        }
    }
}

/// Pictures of pages.
enum Picture {
    /// The sources say where the repository is: a test runs anywhere.
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    private static let folder = ProcessInfo.processInfo.environment["WAYMARK_SCREENSHOTS"].map { text in
        text.hasPrefix("/") ? URL(filePath: text) : root.appending(path: text)
    }

    /// The pages with their pictures, for people.
    static let list = root.appending(path: "Docs/pages/README.md")

    /// Leaves a picture of the page, where pictures are wanted.
    static func save(_ visit: PageVisit, _ size: String, _ browser: Chromium, width: Int) async throws {
        guard let folder, visit.isPictured else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let bytes = try await browser.picture(width: width, mostHeight: width < 500 ? 1_800 : 1_500)
        try Data(bytes).write(to: folder.appending(path: "\(visit.name)-\(size).webp"))
    }
}
