import LearningRecord
import Markup

/// What an import did, what it did not take, and why it did nothing.
struct ImportReportView {
    let item: ImportWords

    private var words: PageWords { item.words }
    private var report: JSON? { item.item.report }

    var html: HTML {
        let parts: [HTML?] = [outcome, files, counts, dropped, rejects, notes]
        return parts.compactMap(\.self).reduce(HTML(), +)
    }

    private var outcome: HTML {
        guard item.item.state == .done else { return refusal }
        let end = item.item.finishedAt ?? item.item.requestedAt
        let seconds = max(0, end.microseconds - (item.item.startedAt ?? end).microseconds) / 1_000_000
        let form = item.item.isDryRun ? "imports.triedOn" : "imports.finishedIn"
        let text = words.html(
            form, ["date": words.moment(end), "seconds": HTML(text: words("imports.seconds", count: Int(seconds)))])
        let next: HTML? =
            item.item.isDryRun
            ? #"<div class="actions"><a class="button" href="/imports/new">\#(words("imports.new"))</a></div>"# : nil
        return #"<div class="notice notice--done" role="status"><p>\#(text)</p></div>\#(next)"#
    }

    /// Why it is not done, with the first of what is wrong in the files.
    private var refusal: HTML {
        let problems = item.item.problems?.array ?? []
        let table = OfficeTable(
            caption: words("imports.problems"),
            columns: [
                .init(title: words("imports.file")), .init(title: words("rejects.line")),
                .init(title: words("rejects.field")), .init(title: words("rejects.why")),
            ],
            rows: problems.map { problem in
                [
                    "<code>\(problem["file"]?.string ?? "–")</code>", cell(problem["line"]?.integer),
                    "<code>\(problem["column"]?.string ?? "–")</code>", told(problem["message"]?.string ?? ""),
                ]
            })
        let title = words(item.item.state == .failed ? "imports.refusedHeading" : "imports.cutOff")
        let why = item.item.error.map { "<p>\(told($0))</p>" as HTML } ?? "<p>\(words("imports.sendAgain"))</p>"
        return """
            <div class="notice"><h2>\(title)</h2>\(why)</div>\(problems.isEmpty ? HTML() : table.html)
            <div class="actions"><a class="button" href="/imports/new">\(words("imports.new"))</a></div>
            """
    }

    /// Of a roster: what changed, by file.
    private var files: HTML? {
        guard let files = report?["files"]?.array else { return nil }
        return OfficeTable(
            caption: words("imports.changed"),
            columns: [.init(title: words("imports.what"))]
                + ["added", "updated", "same", "ended"].map { .init(title: words("imports.\($0)"), isNumber: true) },
            rows: files.map { file in
                ["<code>\(file["file"]?.string ?? "").csv</code>"]
                    + ["added", "changed", "unchanged", "ended"].map { cell(file[$0]?.integer) }
            }
        ).html
    }

    /// Of a framework or of events: how much of what.
    private var counts: HTML? {
        var facts: [(String, JSON?)] = []
        if let competencies = report?["competencies"] {
            facts = [
                ("imports.items", report?["items"]), ("imports.added", competencies["added"]),
                ("imports.updated", competencies["changed"]), ("imports.removed", competencies["removed"]),
            ]
        } else if report?["lines"] != nil {
            facts = [
                ("imports.lineCount", report?["lines"]), ("imports.added", report?["appended"]),
                ("imports.same", report?["known"]), ("imports.rejected", report?["rejected"]),
            ]
        }
        guard !facts.isEmpty else { return nil }
        let rows = facts.map { fact -> HTML in
            "<div><dt>\(words(fact.0))</dt><dd>\(cell(fact.1?.integer))</dd></div>"
        }
        return #"<dl class="facts">\#(rows)</dl>"#
    }

    private var dropped: HTML? {
        guard item.dropped > 0 else { return nil }
        let text = words("imports.droppedText", count: Int(item.dropped), ["n": item.number(item.dropped)])
        return "<section><h2>\(words("imports.dropped"))</h2><p>\(text)</p></section>"
    }

    /// Of events: the first lines that were not taken, and a file of all.
    private var rejects: HTML? {
        guard item.rejected > 0 else { return nil }
        let first = report?["rejects"]?.array ?? []
        let table = OfficeTable(
            caption: words("rejects.caption"),
            columns: [.init(title: words("rejects.line")), .init(title: words("rejects.why"))],
            rows: first.map { [cell($0["line"]?.integer), told($0["reason"]?.string ?? "")] })
        return """
            <section><h2>\(words("rejects.heading"))</h2><p class="quiet">\(words("rejects.text"))</p>\(table.html)
            <div class="actions"><a class="button button--quiet" href="/imports/\(item.item.id.description)/rejects.jsonl">\
            \(words("rejects.download"))</a></div></section>
            """
    }

    /// Of a roster: what was left out, and what was doubtful.
    private var notes: HTML? {
        guard let notes = report?["notes"]?.array, !notes.isEmpty else { return nil }
        let rows = notes.map { note -> HTML in
            let count = note["count"]?.integer.map { " (\(item.number($0)))" } ?? ""
            return "<li><code>\(note["file"]?.string ?? "")</code>: \(told((note["what"]?.string ?? "") + count))</li>"
        }
        return "<section><h2>\(words("imports.notes"))</h2><ul>\(rows)</ul></section>"
    }

    private func cell(_ number: Int64?) -> HTML { HTML(text: number.map(item.number) ?? "–") }

    /// What the import says itself, which it says in English.
    private func told(_ text: String) -> HTML { #"<span lang="en">\#(text)</span>"# }
}
