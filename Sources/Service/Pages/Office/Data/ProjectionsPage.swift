import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// How far the tables are behind the log, and which learners wait at an event that cannot be read.
enum ProjectionsPage {
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let all = try await Projector(log: try visit.log()).status()
        let head = all.map(\.head).max() ?? 0
        let table = OfficeTable(
            caption: words("pj.captionPlain"),
            columns: [
                .init(title: words("pj.name")), .init(title: words("pj.state")), .init(title: words("pj.version")),
                .init(title: words("pj.lag"), isNumber: true), .init(title: words("pj.changed")),
                .init(title: words("pj.parked"), isNumber: true),
            ], rows: all.map { row($0, words) })
        let position = words.html(
            "pj.head", ["n": #"<span id="head">\#(words.number(Int(head)))</span>"#])
        return page.answer(
            words("nav.projections"),
            """
            <div class="head"><div><h1>\(words("nav.projections"))</h1><p class="lead">\(position)</p></div></div>
            <div class="live" role="status" data-news="/projections/news" data-reload="\(words("live.show"))"></div>
            \(all.map { notice($0, words) })\(table.html)
            """)
    }

    private static func row(_ status: ProjectionStatus, _ words: PageWords) -> [HTML] {
        var state = HTML(text: words(status.state == .live ? "pj.live" : "pj.filling"))
        if let stopped = status.stoppedAt {
            state = words.html(
                "pj.still",
                [
                    "n": HTML(text: words.number(Int(stopped))),
                    "why": #"<code lang="en">\#(status.error ?? "")</code>"#,
                ])
        }
        let parked = status.parked.isEmpty ? "–" : words.number(status.parked.count)
        return [
            "\(status.projection)", state, HTML(text: String(status.version)),
            #"<span id="\#(id(status))">\#(words.number(Int(status.lag)))</span>"#,
            status.updatedAt.map { words.moment($0) } ?? "–", HTML(text: parked),
        ]
    }

    private static func id(_ status: ProjectionStatus) -> String { "lag-\(status.projection)-\(status.build)" }

    /// That learners wait, with the first event that none of the programs here can read.
    private static func notice(_ status: ProjectionStatus, _ words: PageWords) -> HTML {
        guard let first = status.parked.first else { return HTML() }
        let title = words(
            "pj.parkedHeading", count: status.parked.count,
            ["n": words.number(status.parked.count), "projection": status.projection])
        let text = words.html(
            "pj.parkedText",
            [
                "n": HTML(text: words.number(Int(first.position))),
                "why": #"<code lang="en">\#(first.error)</code>"#,
            ])
        return """
            <div class="notice"><h2>\(title)</h2><p>\(text)</p><div class="actions">\
            <form method="post" action="/projections/\(status.projection)/retry"><button class="button--quiet">\
            \(words("pj.retry"))</button></form></div></div>
            """
    }

    /// Tries the learners who wait again.
    static func retry(_ visit: Visit) async throws -> Response {
        guard let name = visit.context.parameters.get("projection"),
            ProjectionCatalogue.all.contains(where: { $0.name == name })
        else { throw Problem.notFound }
        try await Projector(log: try visit.log()).retry(name)
        return Page.seeOther("/projections")
    }

    /// The lags as they move.
    static func news(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let words = PageWords(Language.of(visit.request, account: visit.principal?.account))
        return try ServerSentEvents.response(to: visit, from: Told()) { told in
            let all = try await Projector(log: log).status()
            var figures = Dictionary(all.map { (id($0), $0.lag) }) { first, _ in first }
            figures["head"] = all.map(\.head).max() ?? 0
            let changed = figures.filter { told.figures[$0.key] != $0.value }.sorted { $0.key < $1.key }
            told.figures = figures
            return changed.map { id, value in
                told.count += 1
                return ServerSentEvent(
                    name: "figure", data: "\(id)\t\(words.number(Int(value)))", id: String(told.count))
            }
        }
    }

    /// What was told already.
    private struct Told: Sendable {
        var figures: [String: Int64] = [:]
        var count = 0
    }
}
