import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Asking that the transcript be sent to somebody, and what became of it: by the learner, and by the family as long as it is
/// theirs to ask.
enum SendingForm {
    static let all = [
        Endpoint(
            "askForTranscript", .post, "/learners/{learner}/transcript/requests", .record(.contribute),
            isAudited: false
        ) { try await ask($0) },
        Endpoint(
            "takeTranscriptRequestBack", .post, "/learners/{learner}/transcript/requests/{request}",
            .record(.contribute), isAudited: false
        ) { try await takeBack($0) },
    ]

    /// Requests that may wait at once: more would be a mistake.
    private static let most = 20

    /// The section of the transcript's page; nothing for those who cannot ask.
    static func html(
        _ page: LearnerPage, _ record: LearnerRecord, _ form: Form = Form(), _ errors: FieldErrors = FieldErrors(),
        event: EventID? = nil
    ) -> HTML {
        guard page.reader == .learner || page.reader == .family else { return HTML() }
        let words = page.words
        let parts = FormParts(words: words, form: form, errors: errors)
        let kept: EventID? = errors.isEmpty ? nil : form.id(Page.eventField)
        let id = event ?? kept ?? Page.newEventID()
        let chosen = form["class"]
        let options = Disclosed.RecipientClass.allCases.map { one -> HTML in
            let selected: HTML = one.rawValue == chosen ? " selected" : HTML()
            return #"<option value="\#(one.rawValue)"\#(selected)>\#(words("class.\(one.rawValue)"))</option>"#
        }
        let kind = parts.field(
            "class", words("issue.class"), nil, false, #"<select id="class" name="class">\#(options)</select>"#)
        return """
            <section id="send"><h2>\(words("sending.heading"))</h2>\(list(page, record))\
            <form method="post" action="\(page.path("transcript/requests"))" class="stack" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(id.description)">
            \(parts.line("recipient", words("sending.recipient"), hint: words("sending.recipientHint")))\(kind)\
            \(parts.lines("note", words("sending.note"), hint: words("sending.noteHint"), isOptional: true, isShort: true))\
            <div class="actions"><button>\(words("sending.do"))</button></div></form></section>
            """
    }

    /// What was asked for so far, the newest first.
    private static func list(_ page: LearnerPage, _ record: LearnerRecord) -> HTML {
        let words = page.words
        let rows = TranscriptRequest.all(in: record.events).reversed().map { request -> HTML in
            let to = request.recipient ?? words("class.\(request.recipientClass.rawValue)")
            let asked = words.html(
                "sending.asked", ["recipient": HTML(text: to), "date": words.time(request.asked.event.occurredAt)])
            return "<li><div>\(asked) \(state(request, page))</div>\(links(request, page, to))</li>"
        }
        return rows.isEmpty
            ? #"<p class="quiet">\#(words("sending.lead"))</p>"# : #"<ul class="rows">\#(rows)</ul>"#
    }

    private static func state(_ request: TranscriptRequest, _ page: LearnerPage) -> HTML {
        let words = page.words
        guard let answer = request.answer, let answered = request.answered else {
            return #"<span class="quiet small">\#(words("sending.waits"))</span>"#
        }
        let date = words.time(answered.event.occurredAt)
        let note: HTML? = answered.event.words["note"].map {
            "<p>\(words.html("sending.why", ["note": HTML(text: $0)]))</p>"
        }
        return """
            <span class="quiet small">\(words.html("sending.\(answer.answer.rawValue)", ["date": date]))</span>\(note)
            """
    }

    private static func links(_ request: TranscriptRequest, _ page: LearnerPage, _ to: String) -> HTML {
        let words = page.words
        if let issue = request.answer?.transcript {
            return """
                <ul class="links"><li><a href="\(page.path("transcript/issued/\(issue)"))">\(words("transcript.open"))\
                <span class="unseen"> \(to)</span></a></li></ul>
                """
        }
        guard request.isOpen else { return HTML() }
        return """
            <form method="post" action="\(page.path("transcript/requests/\(request.asked.event.id)"))" class="keep">\
            <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
            <button class="button--text">\(words("record.takeBack"))<span class="unseen"> \(to)</span></button></form>
            """
    }

    // MARK: Saving

    private static func ask(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .transcriptRequested)
        guard page.reader == .learner || page.reader == .family else { throw Problem.notFound }
        let form = try await Form(visit.request)
        let words = page.words
        guard let to = Disclosed.RecipientClass(rawValue: form["class"]) else {
            throw Problem(.badRequest, "The form names no reader that there is.")
        }
        var errors = FieldErrors()
        let recipient = errors.text(form, "recipient", words, isRequired: words("issue.error"))
        let note = errors.text(form, "note", words)
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        if TranscriptRequest.all(in: record.events).count(where: \.isOpen) >= most {
            errors.add("recipient", words("sending.tooMany"))
        }
        guard errors.isEmpty else {
            return try await LearnerTranscriptPage.answer(visit, page, record, sending: form, errors)
        }
        return try await page.save(
            .transcriptRequested(TranscriptRequested(recipientClass: to)),
            words: Words([("recipient", recipient), ("note", note)]), from: form, field: "recipient",
            then: "transcript", saved: "sending"
        ) { errors, id in
            try await LearnerTranscriptPage.answer(visit, page, record, sending: form, errors, event: id)
        }
    }

    private static func takeBack(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .transcriptAnswered)
        guard page.reader == .learner || page.reader == .family else { throw Problem.notFound }
        let form = try await Form(visit.request)
        let id: EventID = try visit.path("request")
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        guard let request = TranscriptRequest.all(in: record.events).first(where: { $0.asked.event.id == id })
        else { throw Problem.notFound }
        // What was sent meanwhile is sent, and the page says so.
        let then = Page.seeOther(page.path("transcript") + "#send")
        guard request.isOpen else { return then }
        return try await page.save(
            .transcriptAnswered(TranscriptAnswered(request: id, answer: .withdrawn)), from: form,
            of: request.asked.event.learner, field: "recipient", then: "transcript", saved: "sendingBack"
        ) { _, _ in then }
    }
}
