import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Transcripts that learners and families asked to have sent: the registrar sends them, or says why not.
enum AskedFor {
    /// Requests that are shown at once.
    private static let most = 50

    /// What waits, over the transcripts in preparation; nothing where nobody asked.
    static func table(_ page: Page, _ desk: TranscriptDesk) async throws -> HTML {
        let words = page.words
        let learners = try await desk.asked(limit: most)
        guard !learners.isEmpty else { return HTML() }
        let names = try await desk.names(of: learners, what: "transcriptsPage", request: page.visit.id)
        let rows = try await desk.requests(of: learners).compactMap { request -> [HTML]? in
            guard let name = names[request.asked.event.learner] else { return nil }
            return row(request, name, words)
        }
        guard !rows.isEmpty else { return HTML() }
        let table = OfficeTable(
            caption: words("asked.caption"),
            columns: [
                .init(title: words("waiting.learner")), .init(title: words("sending.recipient")),
                .init(title: words("asked.since")), .init(title: words("asked.note")),
                .init(title: words("table.do"), isUnseen: true),
            ], rows: rows)
        let more: HTML = learners.count == most ? #"<p class="quiet">\#(words("asked.more"))</p>"# : HTML()
        return #"<section><h2>\#(words("asked.heading"))</h2>\#(table.html)\#(more)</section>"#
    }

    private static func row(_ request: TranscriptRequest, _ name: String, _ words: PageWords) -> [HTML] {
        let event = request.asked.event
        let to = request.recipient ?? words("learner.sealed")
        let kind = words("class.\(request.recipientClass.rawValue)")
        let path = TranscriptPages.path(event.learner)
        return [
            "\(name)", #"\#(to) <span class="quiet small">\#(kind)</span>"#, words.time(event.occurredAt),
            HTML(text: event.words["note"] ?? ""),
            """
            <ul class="links"><li><a href="\(path)?request=\(event.id.description)">\(words("asked.send"))\
            <span class="unseen"> \(name)</span></a></li></ul>
            """,
        ]
    }

    /// The request that an address or a form names, where it waits.
    /// - Throws: `EventLogError`.
    static func request(_ text: String?, _ visit: Visit) async throws -> TranscriptRequest? {
        guard let id: EventID = text.flatMap({ EventID($0) }) else { return nil }
        let desk = TranscriptDesk(log: try visit.log(), principal: try visit.someone())
        return try await desk.requests(of: visit.basis.ids).first { $0.asked.event.id == id }
    }

    // MARK: Saying no

    /// The form by which a registrar says that a transcript is not sent, and why.
    static func declining(_ request: TranscriptRequest, _ words: PageWords, _ errors: FieldErrors = FieldErrors())
        -> HTML
    {
        let event = request.asked.event
        let note = Field(name: "note", label: words("asked.whyNot"), value: "", error: errors["note"])
        return """
            <form method="post" action="\(TranscriptPages.path(event.learner))/requests/\(event.id.description)" \
            class="card" novalidate><input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">
            <h2 class="h4">\(words("asked.decline"))</h2><p class="quiet small">\(words("asked.declineText"))</p>\
            \(note.area(rows: 3))<button class="button--quiet">\(words("asked.declineDo"))</button></form>
            """
    }

    /// Answers a request by saying why nothing is sent.
    static func decline(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let id: EventID = try visit.path("request")
        guard let request = try await request(id.description, visit) else {
            // Sent twice, or answered by somebody else meanwhile.
            return Page.seeOther("/transcripts")
        }
        let page = try await Page(visit)
        var errors = FieldErrors()
        guard let note = errors.text(form, "note", page.words, isRequired: page.words("asked.error")) else {
            return try await PreviewPage.answer(visit, declining: errors, id)
        }
        try await page.recordOnce([
            page.event(
                Page.eventID(once: form), of: request.asked.event.learner,
                .transcriptAnswered(TranscriptAnswered(request: id, answer: .declined)), words: ["note": note])
        ])
        return Page.seeOther("/transcripts")
    }
}
