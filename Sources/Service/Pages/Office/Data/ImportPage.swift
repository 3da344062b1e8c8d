import EventLog
import Hummingbird
import LearningRecord
import Markup

/// One import: how far it is while it goes on, and what became of it.
enum ImportPage {
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        guard let found = try await ImportStore(log: try visit.log()).one(try visit.path("run")) else {
            throw Problem.notFound
        }
        let item = ImportWords(words: words, item: found)
        let content = item.isOpen ? running(item) : ImportReportView(item: item).html
        return page.answer(
            found.source, crumbs: [.init(path: "/imports", title: words("nav.imports"))],
            """
            <div class="head"><div><p class="kicker">\(item.state)</p><h1>\(found.source)</h1></div></div>\(content)
            """)
    }

    private static func running(_ item: ImportWords) -> HTML {
        let words = item.words
        let path = "/imports/\(item.item.id)"
        let measure: HTML =
            item.measure.map { #" value="\#(String($0.done * 1_000 / $0.total))""# } ?? HTML()
        return """
            <div class="card"><label for="import-progress">\(words("imports.progress"))</label>\
            <progress id="import-progress" max="1000"\(measure)></progress><p id="import-words">\(item.progress)</p></div>
            <div class="live" role="status" data-news="\(path)/news" data-reload="\(words("live.show"))"></div>
            <p class="quiet">\(words("imports.leaveNow"))</p>
            <p><a href="\(path)">\(words("imports.reload"))</a></p>
            """
    }

    /// The figures as they move, and that it is done.
    static func news(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let id: ImportID = try visit.path("run")
        let words = PageWords(Language.of(visit.request, account: visit.principal?.account))
        return try ServerSentEvents.response(to: visit, from: Told()) { told in
            guard !told.isOver, let found = try await ImportStore(log: log).one(id) else { return [] }
            let item = ImportWords(words: words, item: found)
            told.count += 1
            func event(_ name: String, _ data: String) -> ServerSentEvent {
                ServerSentEvent(name: name, data: data, id: String(told.count))
            }
            guard item.isOpen else {
                told.isOver = true
                return [
                    event(
                        "told",
                        words(found.state == .done ? "live.imports.done" : "imports.over", ["file": found.source])),
                    event("end", ""),
                ]
            }
            guard item.progress != told.text else { return [] }
            told.text = item.progress
            let value = item.measure.map { event("figure", "import-progress\t\($0.done * 1_000 / $0.total)") }
            return [event("figure", "import-words\t\(item.progress)"), value].compactMap(\.self)
        }
    }

    /// What was told already.
    private struct Told: Sendable {
        var text = ""
        var count = 0
        var isOver = false
    }
}
