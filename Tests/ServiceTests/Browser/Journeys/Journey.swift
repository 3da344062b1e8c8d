import Foundation
import LearningRecord
import Testing

@testable import Service

/// A school as in use, and somebody at a browser.
struct Journey {
    let service: RunningService
    let school: LakesideSchool
    let browser: Chromium

    /// Runs a journey.
    /// - Parameters:
    ///   - fill: what happened before.
    ///   - body: what somebody does.
    static func with(
        _ fill: (LakesideSchool) async throws -> Void = { try await $0.fillClass() },
        _ body: (Journey) async throws -> Void
    ) async throws {
        try await RunningService.with(district: "Lakeside Unified") { service in
            let school = try await LakesideSchool(service)
            try await fill(school)
            try await Chromium.with(service) { browser in
                try await body(Journey(service: service, school: school, browser: browser))
                // Whatever somebody did, nothing on the way was broken.
                let complaints = try await browser.complaints()
                #expect(complaints.isEmpty)
            }
        }
    }

    /// What the same person gets who sits at the browser, by their cookie.
    func fetch(_ path: String) async throws -> String {
        let script = """
            fetch(\(String(reflecting: path)), {credentials: 'same-origin'}).then((r) => r.text()).then((t) => done(t), (e) => done(String(e)));
            """
        return try await browser.wait(for: script).string ?? ""
    }
}
