import EventLog
import Hummingbird
import LearningRecord
import Markup

/// The transcripts that were issued, and whether they hold.
enum IssuedListPage {
    private static let size = 50

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let number = Int(try visit.query.number("page", in: 1...10_000) ?? 1)
        let desk = TranscriptDesk(log: try visit.log(), principal: try visit.someone())
        let found = try await desk.issued(from: (number - 1) * size, limit: size + 1)
        let shown = found.prefix(size)
        let names = try await desk.names(
            of: shown.map(\.learner), what: "issuedTranscriptsPage", request: visit.id)
        let rows = shown.compactMap { issued in names[issued.learner].map { row(issued, $0, words) } }
        let table = OfficeTable(
            caption: words("registrar.issuedCaption"),
            columns: [
                .init(title: words("waiting.learner")), .init(title: words("registrar.issuedOn")),
                .init(title: words("registrar.state")), .init(title: words("table.do"), isUnseen: true),
            ], rows: rows)
        let more: HTML =
            found.count > size
            ? """
            <div class="pages"><a href="/transcripts/issued?page=\(String(number + 1))">\(words("table.next"))</a></div>
            """ : HTML()
        let content: HTML =
            rows.isEmpty
            ? Notice.empty(words("registrar.noneIssued"), words("registrar.noneIssuedText")) : table.html + more
        return page.answer(
            words("registrar.issued"), PreparingPage.head(words) + PreparingPage.tabs(words, isIssued: true) + content)
    }

    private static func row(_ issued: TranscriptDesk.Issued, _ name: String, _ words: PageWords) -> [HTML] {
        let path = TranscriptPages.path(issued.learner)
        let unseen: HTML = #"<span class="unseen">\#(name), \#(words.day(issued.issuedAt.date))</span>"#
        let holds = issued.revokedAt == nil && issued.supersededAt == nil
        let revoke: HTML =
            holds
            ? """
            <li><a href="\(path)/revocation/\(issued.id.description)">\(words("registrar.revoke")) \(unseen)</a></li>
            """ : HTML()
        return [
            "\(name)", words.time(issued.issuedAt), state(issued, words),
            """
            <ul class="links"><li><a href="\(path)/issued/\(issued.id.description)">\(words("transcript.open")) \(unseen)</a></li>\
            \(revoke)</ul>
            """,
        ]
    }

    /// Whether a transcript holds, in words.
    private static func state(_ issued: TranscriptDesk.Issued, _ words: PageWords) -> HTML {
        if let revoked = issued.revokedAt { return words.html("registrar.revoked", ["date": words.time(revoked)]) }
        if let superseded = issued.supersededAt {
            return words.html("registrar.superseded", ["date": words.time(superseded)])
        }
        return HTML(text: words("registrar.holds"))
    }
}
