import Foundation
import HTTPTypes
import LearningRecord
import Testing

@testable import Service

/// A page in one of its states: where it is, who sees it, and how somebody comes to the state.
struct PageVisit: Sendable {
    /// What its pictures are called.
    let name: String
    /// The route that answers.
    let route: String
    let path: String
    let who: Caller
    let status: Int
    /// What somebody does there until the state is reached.
    let steps: @Sendable (Chromium) async throws -> Void

    init(
        _ name: String, _ route: String, _ path: String? = nil, as who: Caller, status: Int = 200,
        steps: @escaping @Sendable (Chromium) async throws -> Void = { _ in }
    ) {
        (self.name, self.route, self.path, self.who) = (name, route, path ?? route, who)
        (self.status, self.steps) = (status, steps)
    }

    /// Routes that answer no page for people, and what they answer.
    static let noPages = [
        "/assets/{version}/{name}": "what pages are made with", "/equity.csv": "a file",
        "/healthz": "a word for programs", "/imports/{run}/news": "news", "/imports/{run}/rejects.jsonl": "a file",
        "/learners/{learner}/files/{digest}": "a file of evidence", "/learners/{learner}/news": "news",
        "/metrics": "numbers for programs", "/openapi.json": "a file",
        "/projections/news": "news", "/readyz": "a word for programs", "/sections/{section}/news": "news",
        "/sign-in/school": "leads to the school's sign-in", "/sign-in/callback": "comes back from it",
        "/transcripts/of/{learner}/issued/{issue}/{form}": "the transcript as a file",
    ]

    /// The routes of pages.
    static var routes: Set<String> {
        Set(ServiceRoutes.all.filter { $0.method == .get && !$0.isAPI }.map(\.path)).subtracting(noPages.keys)
    }

    /// What a page is held to besides axe: no scrolling sideways, one heading, a title, the language.
    static func faults(_ browser: Chromium) async throws -> [String] {
        let script = #"""
            const found = [];
            const root = document.documentElement;
            if (root.scrollWidth > root.clientWidth) {
              const wide = [...document.querySelectorAll("body *")]
                .filter((e) => !e.closest("svg") && e.getBoundingClientRect().right > root.clientWidth + 1)
                .slice(-1).map((e) => e.outerHTML.slice(0, 160));
              found.push(`it is ${root.scrollWidth} wide in ${root.clientWidth}: ${wide}`);
            }
            const heads = document.querySelectorAll("h1").length;
            if (heads !== 1) found.push(`${heads} h1`);
            if (!document.title.trim()) found.push("no title");
            if (!root.lang) found.push("no language");
            const small = [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
              .filter((e) => {
                const r = e.getBoundingClientRect();
                return r.width > 1 && (r.height < 24 || r.width < 24) && getComputedStyle(e).display !== "inline"
                  && !e.closest(".skip") && !(e.labels && e.labels.length);
              }).slice(0, 2).map((e) => e.outerHTML.slice(0, 120));
            if (small.length) found.push(`too small to hit: ${small}`);
            return found;
            """#
        return try await browser.run(script).array?.compactMap(\.string) ?? []
    }

    /// Whether it is worth a picture: of forms that come back one is.
    var isPictured: Bool { !name.hasSuffix("-problem") || name == "add-evidence-problem" }

    /// The status with which the page was answered.
    static func status(_ browser: Chromium) async throws -> Int {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus"
        return Int(try await browser.run(script).integer ?? 0)
    }
}
