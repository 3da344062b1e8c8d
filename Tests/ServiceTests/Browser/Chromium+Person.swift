import Foundation
import LearningRecord
import Synchronization
import Testing

/// What a person does in the browser, by what the person reads: links and buttons by their words, fields by their labels.
extension Chromium {
    private static let element = "element-6066-11e4-a52e-4f735466cecf"

    /// Scripts that find something by what people read.
    private static let finding = #"""
        const [kind, text, part] = arguments;
        const norm = (s) => (s || "").replace(/\s+/g, " ").replace(/ ,/g, ",").trim();
        const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
        const name = (e) => norm(e.getAttribute("aria-label") || e.innerText || e.value);
        let roots = [document];
        if (part) {
          const parts = "li, tr, fieldset, section, form, details, .card, .actions, dl > div, nav, header";
          // First what has it as its heading, then the smallest in which it stands.
          const heads = [...document.querySelectorAll("h2, h3, h4, legend, tr > th")].filter((e) => shown(e) && norm(e.innerText) === part);
          const all = heads.length ? heads.map((e) => e.closest(parts)).filter(Boolean) : [...document.querySelectorAll(parts)]
            .filter((e) => shown(e) && (norm(e.innerText).includes(part) || e.getAttribute("aria-label") === part));
          roots = all.filter((e) => !all.some((o) => o !== e && e.contains(o)));
          if (!roots.length) return null;
        }
        const within = (css) => roots.flatMap((r) => [...r.querySelectorAll(css)]);
        const css = kind === "press" ? "a[href], button, summary, label" : "label, legend";
        let found = within(css).filter((e) => shown(e) && name(e));
        const tests = [(e) => name(e) === text, (e) => name(e).startsWith(text), (e) => name(e).includes(text)];
        for (const test of tests) {
          const hits = found.filter(test);
          if (hits.length) { found = hits; break; }
          if (test === tests[2]) return null;
        }
        let hits = [...new Set(kind === "press" ? found : found.map((e) => e.control).filter(Boolean))];
        if (kind === "press" && hits.length > 1) {
          // Several links that lead to the same are one.
          const first = hits[0];
          if (hits.every((e) => e.href && e.href === first.href)) hits = [first];
        }
        if (hits.length > 1) throw new Error(`“${text}” is there ${hits.length} times: ` + hits.map(name).join(" | ").slice(0, 300));
        if (!hits.length) return null;
        hits[0].scrollIntoView({ block: "center", behavior: "instant" });
        return hits[0];
        """#

    /// Waits until something is there.
    private func find(_ kind: String, _ text: String, in part: String?) async throws -> String {
        let end = ContinuousClock.now + .seconds(10)
        let arguments: [JSON] = [.string(kind), .string(text), part.map { .string($0) } ?? .null]
        while true {
            let found = try await run(Self.finding, arguments)
            if let id = found[Self.element]?.string { return id }
            guard .now < end else {
                let place = part.map { " in “\($0)”" } ?? ""
                throw Failure(
                    description:
                        "nothing to \(kind) called “\(text)”\(place) on \(try await here()): \(try await read())")
            }
            try await Task.sleep(for: .milliseconds(60))
        }
    }

    private func did() { interactions.withLock { $0 += 1 } }

    /// Clicks on a link, a button, or the label of a box.
    /// - Parameter part: words in the row, list item or section in which it stands, where it stands in several.
    func press(_ text: String, in part: String? = nil) async throws {
        let id = try await find("press", text, in: part)
        try await post("/element/\(id)/click")
        did()
    }

    /// Writes into a field, in place of what is there.
    func type(_ text: String, into label: String, in part: String? = nil) async throws {
        let id = try await find("type", label, in: part)
        if try await run("return arguments[0].type !== 'date'", [.object([Self.element: .string(id)])]).bool == true {
            try await post("/element/\(id)/clear")
        }
        try await post("/element/\(id)/value", ["text": .string(text)])
        did()
    }

    /// Chooses a file of this machine.
    func attach(_ file: URL, to label: String) async throws {
        let id = try await find("type", label, in: nil)
        try await post("/element/\(id)/value", ["text": .string(file.path())])
        did()
    }

    /// Chooses an option of a list.
    func choose(_ option: String, in label: String) async throws {
        let id = try await find("type", label, in: nil)
        let options = """
            const [list, text] = arguments;
            return [...list.options].find((o) => o.text.trim() === text) || [...list.options].find((o) => o.text.includes(text));
            """
        let found = try await run(options, [.object([Self.element: .string(id)]), .string(option)])
        guard let choice = found[Self.element]?.string else {
            throw Failure(description: "“\(label)” does not offer “\(option)”")
        }
        try await post("/element/\(choice)/click")
        did()
    }

    /// Presses keys, one after the other.
    func keys(_ keys: String...) async throws {
        let actions = keys.joined().flatMap { key -> [JSON] in
            ["keyDown", "keyUp"].map { .object(["type": .string($0), "value": .string(String(key))]) }
        }
        let keyboard: JSONObject = [
            "type": .string("key"), "id": .string("keyboard"), "actions": .array(actions),
        ]
        try await post("/actions", ["actions": .array([.object(keyboard)])])
    }

    static let tab = "\u{E004}"
    static let enter = "\u{E007}"
    static let space = " "

    /// What has the focus: its own words, or those of its label.
    func focused() async throws -> String {
        try await run(
            """
            const e = document.activeElement;
            const text = e.getAttribute("aria-label") || (e.labels && e.labels.length ? e.labels[0].innerText : e.innerText);
            return (text || "").replace(/\\s+/g, " ").trim();
            """
        ).string ?? ""
    }

    /// Goes on by the keyboard until something has the focus.
    func tab(to text: String, most: Int = 80) async throws {
        for _ in 0..<most {
            try await keys(Self.tab)
            if try await focused().hasPrefix(text) { return }
        }
        throw Failure(description: "“\(text)” cannot be reached by the keyboard on \(try await here())")
    }

    /// What is to be read on the page, hints for screen readers included.
    func read() async throws -> String {
        let text = try await run("return document.body ? document.body.innerText : ''").string ?? ""
        return text.replacing(#/\s+/#, with: " ").replacing(" ,", with: ",")
    }

    /// Waits until somebody reads all of it on the page.
    func expect(
        _ texts: String..., within time: Duration = .seconds(10), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let end = ContinuousClock.now + time
        var page = ""
        var missing = texts
        repeat {
            page = (try? await read()) ?? ""
            missing = texts.filter { !page.contains($0) }
            if missing.isEmpty { return }
            try await Task.sleep(for: .milliseconds(60))
        } while .now < end
        let place = try await here()
        Issue.record(
            "not to be read on \(place): \(missing.joined(separator: " | ")) in: \(page.prefix(3_000))",
            sourceLocation: sourceLocation)
        throw Failure(description: "“\(missing.first ?? "")” is not on \(place)")
    }

    /// Waits until something is not to be read any more: until the next page is there.
    func expectGone(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while (try? await read().contains(text)) ?? true {
            guard .now < end else {
                Issue.record("on \(try await here()) stands still: \(text)", sourceLocation: sourceLocation)
                throw Failure(description: "“\(text)” is still there")
            }
            try await Task.sleep(for: .milliseconds(60))
        }
    }

    /// Expects that something is not to be read on the page.
    func expectNo(_ texts: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let page = try await read()
        for text in texts where page.contains(text) {
            Issue.record("on \(try await here()) stands: \(text)", sourceLocation: sourceLocation)
        }
    }

    static let password = "many small steps on a long way"

    /// Comes in at the door, with login and password.
    func signIn(_ login: String) async throws {
        try await open("/")
        try await type(login, into: "Email or login")
        try await type(Self.password, into: "Password")
        try await press("Sign in")
        try await expect("Sign out")
    }
}
