import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The learner's transcript: what is seen first, the learner's own words, what was issued. The family sees it.
enum LearnerTranscriptPage {
    static let all =
        [
            Endpoint("transcript", .get, "/learners/{learner}/transcript", .record(.transcript)) { try await show($0) },
            Endpoint(
                "prepareTranscript", .post, "/learners/{learner}/transcript", .record(.contribute), isAudited: false
            ) {
                try await save($0)
            },
            Endpoint("transcriptPreview", .get, "/learners/{learner}/transcript/preview", .record(.transcript)) {
                try await preview($0)
            },
            Endpoint("openIssued", .get, "/learners/{learner}/transcript/issued/{issue}", .record(.transcript)) {
                try await open($0)
            },
        ] + SendingForm.all

    // MARK: The page

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit)
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let choice = try await TranscriptChoice(page, record)
        return answer(page, visit, record, choice, chosen(choice), FieldErrors())
    }

    /// The page again, with what was typed of where to send it.
    static func answer(
        _ visit: Visit, _ page: LearnerPage, _ record: LearnerRecord, sending form: Form, _ errors: FieldErrors,
        event: EventID? = nil
    ) async throws -> Response {
        let choice = try await TranscriptChoice(page, record)
        return answer(
            page, visit, record, choice, chosen(choice), FieldErrors(), sending: (form, errors, event))
    }

    /// What the learner chose so far, as the form says it.
    private static func chosen(_ choice: TranscriptChoice) -> Form {
        Form(values: [
            "highlights": choice.highlights.map(\.description), "statement": [choice.statement ?? ""],
        ])
    }

    private static func answer(
        _ page: LearnerPage, _ visit: Visit, _ record: LearnerRecord, _ choice: TranscriptChoice, _ form: Form,
        _ errors: FieldErrors, event: EventID? = nil,
        sending: (form: Form, errors: FieldErrors, event: EventID?) = (Form(), FieldErrors(), nil)
    ) -> Response {
        let isOwn = page.reader == .learner
        let title = page.words(isOwn ? "nav.transcript" : "nav.theirTranscript")
        let content: HTML
        if !choice.hasLines {
            content = empty(page)
        } else {
            let main = isOwn ? self.form(page, record, choice, form, errors, event: event) : others(page)
            let send = SendingForm.html(page, record, sending.form, sending.errors, event: sending.event)
            content = "\(main)\(send)\(issued(page, record, choice))"
        }
        let isRight = errors.isEmpty && sending.errors.isEmpty
        return page.answer(
            title, status: isRight ? .ok : .unprocessableContent, crumbs: isOwn ? [] : page.crumbs,
            kind: "page--narrow",
            """
            \(LearnerPage.head(title, kicker: page.kicker, lead: isOwn && choice.hasLines && isRight ? page.words("transcript.lead") : nil, actions: toSending(page, choice)))\
            \(Saved.notice(page, visit))\(errors.summary(page.words))\(sending.errors.summary(page.words))\(content)
            """)
    }

    /// The way down to asking that it be sent, past the many pieces that can be chosen.
    private static func toSending(_ page: LearnerPage, _ choice: TranscriptChoice) -> HTML {
        guard choice.hasLines, page.reader == .learner || page.reader == .family else { return HTML() }
        return
            ##"<div class="actions"><a class="button button--quiet" href="#send">\##(page.words("sending.heading"))</a></div>"##
    }

    private static func empty(_ page: LearnerPage) -> HTML {
        let link: HTML = """
            <div class="actions"><a class="button button--quiet" href="\(page.path("path"))">\(page.say("transcript.toPath"))</a></div>
            """
        return Notice.empty(page.words("transcript.empty"), page.say("transcript.emptyText"), link)
    }

    private static func form(
        _ page: LearnerPage, _ record: LearnerRecord, _ choice: TranscriptChoice, _ form: Form, _ errors: FieldErrors,
        event: EventID?
    ) -> HTML {
        let words = page.words
        let parts = FormParts(words: words, form: form, errors: errors)
        let speaker = RecordSpeaker(page: page, record: record)
        let choices = choice.pieces.map { recorded in
            var about = ""
            if case .evidence(let facts) = recorded.event.facts {
                about = words.list(facts.claims.compactMap { page.frameworks.short($0.competency) })
            }
            let hint: HTML = about.isEmpty ? HTML() : "\(about), "
            return FormParts.Choice(
                value: recorded.event.id.description, label: HTML(text: speaker.title(recorded.event)),
                hint: hint + words.time(recorded.event.occurredAt))
        }
        let kept: EventID? = errors.isEmpty ? nil : form.id(Page.eventField)
        let id = event ?? kept ?? Page.newEventID()
        return """
            <form method="post" action="\(page.path("transcript"))" class="stack" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(id.description)">
            \(parts.choices("highlights", words("transcript.highlights"), choices, isMultiple: true))\
            \(parts.lines("statement", words("transcript.statement"), hint: words("transcript.statementHint"), isOptional: true))\
            <div class="actions"><button>\(words("form.save"))</button>\
            <a href="\(page.path("transcript/preview"))">\(words("transcript.previewLink"))</a></div>
            </form>
            """
    }

    private static func others(_ page: LearnerPage) -> HTML {
        let words = page.words
        return """
            <p>\(words(page.reader == .family ? "transcript.familyText" : "transcript.officeText", ["name": page.first]))</p>\
            <div class="actions"><a class="button button--quiet" href="\(page.path("transcript/preview"))">\
            \(words("transcript.previewLink"))</a></div>
            """
    }

    private static func issued(_ page: LearnerPage, _ record: LearnerRecord, _ choice: TranscriptChoice) -> HTML {
        guard !choice.issues.isEmpty else { return HTML() }
        let words = page.words
        let speaker = RecordSpeaker(page: page, record: record)
        let rows = choice.issues.map { issue -> HTML in
            let by = record[issue.id].map { speaker.name($0.event.assertedBy) } ?? words("learner.system")
            let text = words.html("transcript.issuedOn", ["date": words.time(issue.issuedAt), "name": HTML(text: by)])
            var state = HTML()
            if let revoked = issue.revokedAt {
                state = words.html("registrar.revoked", ["date": words.time(revoked)])
            } else if let superseded = issue.supersededAt {
                state = words.html("registrar.superseded", ["date": words.time(superseded)])
            }
            if !state.markup.isEmpty { state = #" <span class="quiet small">\#(state)</span>"# }
            return """
                <li><div>\(text)\(state)</div><ul class="links"><li>\
                <a href="\(page.path("transcript/issued/\(issue.id)"))">\(words("transcript.open"))\
                <span class="unseen"> \(words.day(issue.issuedAt.date))</span></a></li></ul></li>
                """
        }
        return #"<section><h2>\#(words("transcript.issued"))</h2><ul class="rows">\#(rows)</ul></section>"#
    }

    // MARK: Saving

    private static func save(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .transcriptPrepared)
        guard page.reader == .learner else { throw Problem.notFound }
        let form = try await Form(visit.request)
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let choice = try await TranscriptChoice(page, record)
        var errors = FieldErrors()
        let chosen: [EventID] = form.ids("highlights")
        if chosen.count > TranscriptPrepared.maximumHighlights {
            errors.add("highlights", page.words("transcript.error.highlights"))
        }
        let statement = errors.text(form, "statement", page.words)
        // What was taken back meanwhile is no evidence any more.
        let highlights = chosen.filter { id in choice.pieces.contains { $0.event.id == id } }
        guard errors.isEmpty else { return answer(page, visit, record, choice, form, errors) }
        return try await page.save(
            .transcriptPrepared(TranscriptPrepared(highlights: highlights)), words: Words([("statement", statement)]),
            from: form, field: "highlights", then: "transcript", saved: "transcript"
        ) { answer(page, visit, record, choice, form, $0, event: $1) }
    }

    // MARK: Documents

    /// The document as its reader will see it, alone.
    private static func preview(_ visit: Visit) async throws -> Response {
        let document = try await TranscriptReader(log: try visit.log()).document(
            of: try visit.path("learner"), madeOn: Page.now().date)
        return alone(TranscriptPage.html(document))
    }

    private static func open(_ visit: Visit) async throws -> Response {
        let id: EventID = try visit.path("issue")
        let learner: LearnerID = try visit.path("learner")
        let reader = TranscriptReader(log: try visit.log())
        guard let issue = try await reader.issues(of: learner).first(where: { $0.id == id }) else {
            throw Problem.notFound
        }
        do {
            return alone(TranscriptPage.html(try await reader.issued(issue, to: learner).document))
        } catch is IssuedTranscriptError {
            throw Problem(.gone, "The document cannot be shown any more.")
        }
    }

    private static func alone(_ page: String) -> Response {
        var response = Response.bytes(Array(page.utf8), type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = RecordRoutes.policy(of: page)
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }
}
