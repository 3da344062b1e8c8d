import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// How the district is, at a glance: figures that tell of nobody.
enum HealthPage {
    /// Events that the tables may be behind before somebody should look.
    private static let patience: Int64 = 10_000

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log) = (page.words, try visit.log())
        let all = try await Projector(log: log).status()
        let live = all.filter { $0.state == .live }
        let behind = live.map(\.lag).max() ?? 0
        let imports = try await ImportStore(log: log).newest(before: nil, limit: 50)
        let open = imports.count { ImportWords(words: words, item: $0).isOpen }
        let last = imports.first { $0.state == .done }?.finishedAt
        let table = OfficeTable(
            caption: words("health.captionOwn"),
            columns: [
                .init(title: words("health.district")), .init(title: words("health.log"), isNumber: true),
                .init(title: words("pj.lag"), isNumber: true), .init(title: words("pj.parked"), isNumber: true),
                .init(title: words("health.imports"), isNumber: true), .init(title: words("health.lastImport")),
                .init(title: words("health.said")),
            ],
            rows: [
                [
                    "\(log.district.name)", HTML(text: words.number(Int(live.map(\.head).max() ?? 0))),
                    HTML(text: words.number(Int(behind))),
                    HTML(text: words.number(live.reduce(0) { $0 + $1.parked.count })),
                    HTML(text: words.number(open)), last.map { words.moment($0) } ?? "–",
                    HTML(text: said(live, behind, words)),
                ]
            ])
        return page.answer(
            words("health.title"),
            """
            <div class="head"><div><h1>\(words("health.title"))</h1><p class="lead">\(words("health.leadOwn"))</p></div></div>
            \(table.html)
            <ul class="links"><li><a href="/projections">\(words("nav.projections"))</a></li>\
            <li><a href="/imports">\(words("nav.imports"))</a></li></ul>
            """)
    }

    private static func said(_ live: [ProjectionStatus], _ behind: Int64, _ words: PageWords) -> String {
        if live.contains(where: { $0.stoppedAt != nil }) { return words("health.stopped") }
        let parked = live.reduce(0) { $0 + $1.parked.count }
        if parked > 0 { return words("health.parked", count: parked) }
        return words(behind > patience ? "health.behind" : "health.well")
    }
}
