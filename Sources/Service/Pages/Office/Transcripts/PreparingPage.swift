import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The transcripts that wait: what a registrar begins the day with.
enum PreparingPage {
    private static let size = 20

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log) = (page.words, try visit.log())
        let number = Int(try visit.query.number("page", in: 1...10_000) ?? 1)
        let desk = TranscriptDesk(log: log, principal: try visit.someone())
        let found = try await desk.waiting(from: (number - 1) * size, limit: size + 1)
        let shown = found.prefix(size)
        let names = try await desk.names(
            of: shown.map(\.learner), what: "transcriptsPage", request: visit.id)
        var rows: [[HTML]] = []
        for waiting in shown {
            guard let name = names[waiting.learner] else { continue }
            let document = try await TranscriptReader(log: log).document(
                of: waiting.learner, madeOn: Page.now().date)
            let gaps = try await TranscriptGap.all(of: waiting.learner, document, log)
            rows.append(row(waiting, name, gaps, words))
        }
        let table = OfficeTable(
            caption: words("registrar.prepared.caption"),
            columns: [
                .init(title: words("waiting.learner")), .init(title: words("registrar.prepared")),
                .init(title: words("registrar.missing")), .init(title: words("table.do"), isUnseen: true),
            ], rows: rows)
        let more: HTML =
            found.count > size
            ? #"<div class="pages"><a href="/transcripts?page=\#(String(number + 1))">\#(words("table.next"))</a></div>"#
            : HTML()
        let asked = number == 1 ? try await AskedFor.table(page, desk) : HTML()
        return page.answer(
            words("registrar.tabs"),
            head(words) + tabs(words, isIssued: false) + asked + (rows.isEmpty ? empty(words) : table.html + more))
    }

    private static func row(
        _ waiting: TranscriptDesk.Waiting, _ name: String, _ gaps: [TranscriptGap], _ words: PageWords
    ) -> [HTML] {
        let path = TranscriptPages.path(waiting.learner)
        let unseen: HTML = #"<span class="unseen">\#(name)</span>"#
        let missing: HTML =
            gaps.isEmpty ? HTML() : #"<li><a href="\#(path)/missing">\#(words("registrar.see")) \#(unseen)</a></li>"#
        let preview: HTML =
            gaps == [.decision] ? HTML() : #"<li><a href="\#(path)">\#(words("registrar.preview")) \#(unseen)</a></li>"#
        return [
            "\(name)", words.time(waiting.since), HTML(text: TranscriptGap.short(gaps, words)),
            #"<ul class="links">\#(preview)\#(missing)</ul>"#,
        ]
    }

    static func head(_ words: PageWords) -> HTML {
        #"<div class="head"><div><h1>\#(words("registrar.tabs"))</h1></div></div>"#
    }

    /// The two views of the same thing.
    static func tabs(_ words: PageWords, isIssued: Bool) -> HTML {
        let current: HTML = #" aria-current="page""#
        return """
            <nav aria-label="\(words("registrar.tabs"))"><ul class="tabs">\
            <li><a href="/transcripts"\(isIssued ? HTML() : current)>\(words("registrar.inPrep"))</a></li>\
            <li><a href="/transcripts/issued"\(isIssued ? current : HTML())>\(words("registrar.issued"))</a></li></ul></nav>
            """
    }

    private static func empty(_ words: PageWords) -> HTML {
        Notice.empty(
            words("registrar.empty"), words("registrar.prepared.empty"),
            """
            <div class="actions"><a class="button button--quiet" href="/learners">\(words("nav.findLearner"))</a></div>
            """)
    }
}
