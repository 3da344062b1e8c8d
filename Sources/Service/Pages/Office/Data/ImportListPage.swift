import Hummingbird
import LearningRecord
import Markup

/// What was brought in, the newest first.
enum ImportListPage {
    private static let size = 50

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let found = try await ImportStore(log: try visit.log()).newest(
            before: try visit.query.moment("before"), limit: size + 1)
        let new: HTML =
            #"<div class="actions"><a class="button" href="/imports/new">\#(words("imports.new"))</a></div>"#
        let head: HTML = #"<div class="head"><div><h1>\#(words("nav.imports"))</h1></div></div>"#
        guard !found.isEmpty else {
            return page.answer(
                words("nav.imports"), head + Notice.empty(words("imports.empty"), words("imports.emptyText"), new))
        }
        let table = OfficeTable(
            caption: words("imports.caption"),
            columns: [
                .init(title: words("imports.what")), .init(title: words("imports.began")),
                .init(title: words("imports.state")), .init(title: words("imports.rejected")),
                .init(title: words("imports.dropped")),
            ], rows: found.prefix(size).map { row(ImportWords(words: words, item: $0)) })
        let last = found.prefix(size).last?.requestedAt.description
        let more: HTML =
            found.count > size
            ? """
            <div class="pages"><a href="\(Addresses.address("/imports", [("before", last)]))">\(words("table.older"))</a></div>
            """ : HTML()
        return page.answer(words("nav.imports"), head + new + table.html + more)
    }

    private static func row(_ item: ImportWords) -> [HTML] {
        let words = item.words
        let rejected =
            item.rejected == 0
            ? "–" : words("imports.lines", count: Int(item.rejected), ["n": item.number(item.rejected)])
        let dropped =
            item.dropped == 0
            ? "–" : words("imports.droppedValues", count: Int(item.dropped), ["n": item.number(item.dropped)])
        return [
            #"<a href="/imports/\#(item.item.id.description)">\#(item.item.source)</a>"#, item.began,
            HTML(text: item.state), HTML(text: rejected), HTML(text: dropped),
        ]
    }
}
