import Foundation
import LearningRecord

/// axe-core, an independent judge of whether everybody can use a page.
enum Axe {
    /// Its program; `nil` where it is not here.
    static let program: String? = {
        let find =
            "import importlib.util, os; s = importlib.util.find_spec('axe_playwright_python'); print(os.path.dirname(s.origin))"
        guard let (text, status) = try? PythonProgram.finish("python3", ["-c", find], input: []), status == 0 else {
            return nil
        }
        let folder = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return try? String(contentsOfFile: folder + "/axe.min.js", encoding: .utf8)
    }()

    /// Puts it into every page that the browser opens from now on.
    static func join(_ browser: Chromium) async throws {
        guard let program else { throw Chromium.Failure(description: "axe-core is not here: Deploy/setup --for-tests") }
        try await browser.chromium("Page.addScriptToEvaluateOnNewDocument", ["source": .string(program)])
    }

    /// What is wrong on the page, by the rules of WCAG 2.0 to 2.2, A and AA, and of best practice.
    /// - Parameter rules: only these.
    static func violations(_ browser: Chromium, rules: [String] = []) async throws -> [String] {
        let only =
            rules.isEmpty
            ? "{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
            : "{type: 'rule', values: \(JSONWriter.text(.array(rules.map { .string($0) })))}"
        let found = try await browser.wait(
            for: """
                axe.run(document, {runOnly: \(only), resultTypes: ['violations']})
                  .then((r) => done(r.violations.map((v) => `${v.id}, ${v.nodes.length} times: ${v.nodes[0].html.slice(0, 200)} `
                    + v.nodes[0].failureSummary.slice(0, 300))))
                  .catch((e) => done([String(e)]));
                """)
        return found.array?.compactMap(\.string) ?? ["no answer of axe"]
    }
}
