import Markup

/// What is wrong with a form that was sent: told at the top, with links to the fields, and at each field. What was typed
/// is kept.
struct FieldErrors: Sendable {
    private(set) var items: [(field: String, text: String)] = []

    var isEmpty: Bool { items.isEmpty }

    mutating func add(_ field: String, _ text: String) {
        items.append((field, text))
    }

    subscript(_ field: String) -> String? { items.first { $0.field == field }?.text }

    /// The summary; it takes the focus, so that whoever cannot see the page hears it first.
    func summary(_ words: PageWords) -> HTML {
        guard !items.isEmpty else { return HTML() }
        let links: [HTML] = items.map { ##"<li><a href="#\##($0.field)">\##($0.text)</a></li>"## }
        return """
            <div class="notice notice--problem" role="alert" tabindex="-1"><h2>\(words("form.problem"))</h2>
            <p>\(words("form.problemText"))</p><ul>\(links)</ul></div>
            """
    }
}
