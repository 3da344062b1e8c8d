import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// A transcript as its reader will see it, and the form by which it is issued.
struct PreviewPage {
    let page: Page
    let learner: LearnerID
    let document: TranscriptDocument
    /// The request that is answered by sending it, where it is one.
    let request: TranscriptRequest?

    private var words: PageWords { page.words }

    static func show(_ visit: Visit) async throws -> Response {
        let preview = try await PreviewPage(visit, request: visit.query.text("request"))
        return preview.answer(preview.asked, FieldErrors())
    }

    /// The page again, where it was not said why a request is declined.
    static func answer(_ visit: Visit, declining errors: FieldErrors, _ request: EventID) async throws -> Response {
        let preview = try await PreviewPage(visit, request: request.description)
        return preview.answer(preview.asked, errors, status: .unprocessableContent)
    }

    private init(_ visit: Visit, request: String?) async throws {
        self.request = try await AskedFor.request(request, visit)
        page = try await Page(visit)
        learner = try visit.path("learner")
        document = try await TranscriptReader(log: try visit.log()).document(of: learner, madeOn: Page.now().date)
    }

    /// The form as the request fills it in.
    private var asked: Form {
        guard let request else { return Form() }
        return Form(values: ["recipient": [request.recipient ?? ""], "class": [request.recipientClass.rawValue]])
    }

    // MARK: Issuing

    /// Issues the document, and notes to whom it was given.
    static func issue(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let log = try visit.log()
        let learner: LearnerID = try visit.path("learner")
        let id = Page.eventID(form)
        let issued = "\(TranscriptPages.path(learner))/issued/\(id)"
        // A form that was sent twice has done it the first time.
        if try await isIssued(id, learner, log) { return Page.seeOther(issued) }
        var errors = FieldErrors()
        let words = PageWords(Language.of(visit.request, account: visit.principal?.account))
        let recipient = form["recipient"]
        if recipient.isEmpty { errors.add("recipient", words("issue.error")) }
        if recipient.utf8.count > longestRecipient {
            errors.add("recipient", words("error.tooLong", ["n": words.number(longestRecipient)]))
        }
        guard let to = Disclosed.RecipientClass(rawValue: form["class"]),
            let basis = Disclosed.LawfulBasis(rawValue: form["basis"])
        else { throw Problem(.badRequest, "The form names no reader or no basis that there is.") }
        guard errors.isEmpty else {
            return try await PreviewPage(visit, request: form["request"])
                .answer(form, errors, status: .unprocessableContent)
        }
        do {
            try await append(visit, log, learner, id, form) { digest in
                Disclosed(transcript: id, digest: digest, recipientClass: to, lawfulBasis: basis)
            }
        } catch EventLogError.staleExpectation, EventLogError.reusedID {
            // Perhaps it was this very form, sent twice at once.
            try await visit.service.freshness.wait(for: try await log.head(), in: try visit.someone().district)
            if try await isIssued(id, learner, log) { return Page.seeOther("\(issued)?saved=true") }
            return try await PreviewPage(visit, request: form["request"]).answer(form, errors, status: .conflict)
        } catch TranscriptIssuingError.nothingDemonstrated {
            return Page.seeOther("\(TranscriptPages.path(learner))/missing")
        }
        return Page.seeOther("\(issued)?saved=true")
    }

    private static func isIssued(_ id: EventID, _ learner: LearnerID, _ log: EventLog) async throws -> Bool {
        try await TranscriptReader(log: log).issues(of: learner).contains { $0.id == id }
    }

    /// Bytes of the recipient's name.
    private static let longestRecipient = 500

    private static func append(
        _ visit: Visit, _ log: EventLog, _ learner: LearnerID, _ id: EventID, _ form: Form,
        _ disclosed: (Digest) -> Disclosed
    ) async throws {
        let (district, now) = (try visit.someone().district, Page.now())
        // The document is made of the tables: they must have come as far as the log.
        try await visit.service.freshness.wait(for: try await log.head(), in: district)
        // The same form, sent twice at once, may have come first: it would be put in its own place.
        if try await isIssued(id, learner, log) { return }
        var prepared = try await TranscriptIssuing(log: log).prepare(
            for: learner, id: id, by: Assertion(role: .system), at: now)
        prepared.events.append(
            LearningEvent(
                id: Page.eventID(form, 1), learner: learner, occurredAt: now, assertedBy: Assertion(role: .system),
                facts: .disclosed(disclosed(prepared.digest)), words: ["recipient": form["recipient"]]))
        if let request = try await AskedFor.request(form["request"], visit) {
            let sent = TranscriptAnswered(request: request.asked.event.id, answer: .sent, transcript: id)
            prepared.events.append(
                LearningEvent(
                    id: Page.eventID(form, 2), learner: request.asked.event.learner, occurredAt: now,
                    assertedBy: Assertion(role: .system), facts: .transcriptAnswered(sent)))
        }
        prepared.events = try await Asserting(visit: visit).allowed(prepared.events)
        let receipt = try await TranscriptIssuing(log: log).issue(prepared)
        try? await visit.service.freshness.wait(for: receipt.last, in: district)
    }

    // MARK: The page

    private func answer(_ form: Form, _ errors: FieldErrors, status: HTTPResponse.Status = .ok) -> Response {
        let title = words("preview.title", ["name": document.learner])
        let again: HTML =
            status == .conflict
            ? Notice.problem("<strong>\(words("error.again"))</strong> \(words("error.againText"))") : HTML()
        let path = TranscriptPages.path(learner)
        guard !document.areas.isEmpty else {
            let see: HTML = #"<div class="actions"><a href="\#(path)/missing">\#(words("registrar.see"))</a></div>"#
            return page.answer(
                title, status: status, crumbs: TranscriptPages.crumbs(words),
                """
                <div class="head"><div><h1>\(title)</h1></div></div>
                \(again)\(Notice.empty(words("transcript.empty"), words("missing.decisionText"), see))
                """)
        }
        let declining = request.map { AskedFor.declining($0, words, errors) }
        let side: HTML = """
            \(wish)\(issueForm(form, errors))\(declining)<p><a href="\(path)/document">\(words("preview.open"))</a></p>\
            <p><a href="\(path)/missing">\(words("registrar.see"))</a></p>
            """
        return page.answer(
            title, status: status, crumbs: TranscriptPages.crumbs(words),
            """
            <div class="head"><div><h1>\(title)</h1><p class="lead">\(words("preview.lead"))</p></div></div>
            \(again)\(errors.summary(words))<div class="columns"><div><article class="sheet" lang="en" \
            aria-label="\(words("preview.document"))">\(TranscriptPage.sheet(document))</article></div>
            <div class="aside stack">\(side)</div></div>
            """)
    }

    /// What was asked for, and by whom.
    private var wish: HTML? {
        guard let request else { return nil }
        let note: HTML? = request.asked.event.words["note"].map { "<p>\(words.quoted($0))</p>" }
        let key = request.asked.event.assertedBy.role == .family ? "asked.byFamily" : "asked.byLearner"
        return """
            <div class="notice"><p>\(words.html(key, ["date": words.time(request.asked.event.occurredAt)]))</p>\(note)</div>
            """
    }

    private func issueForm(_ form: Form, _ errors: FieldErrors) -> HTML {
        // What was typed is kept with its event; a document that has changed meanwhile is another event.
        let id: EventID = errors.isEmpty ? Page.newEventID() : Page.eventID(form)
        let recipient = Field(
            name: "recipient", label: words("issue.recipient"), value: form["recipient"], error: errors["recipient"])
        let classes = Field(name: "class", label: words("issue.class"), value: form["class"]).select(
            Disclosed.RecipientClass.allCases.map { ($0.rawValue, words("class.\($0.rawValue)")) })
        let chosen = form["basis"].isEmpty ? Disclosed.LawfulBasis.learnerRequest.rawValue : form["basis"]
        let bases = Field(name: "basis", label: words("issue.basis"), value: chosen).select(
            Disclosed.LawfulBasis.allCases.map { ($0.rawValue, words("basis.\($0.rawValue).choice")) })
        let kept: HTML? = request.map {
            #"<input type="hidden" name="request" value="\#($0.asked.event.id.description)">"#
        }
        return """
            <form method="post" action="\(TranscriptPages.path(learner))" class="card" novalidate>
            <input type="hidden" name="\(Page.eventField)" value="\(id.description)">\(kept)
            <h2 class="h4">\(words("issue.heading"))</h2>\(recipient.input("text"))\(classes)\(bases)
            <button class="button--wide">\(words("issue.do"))</button><p class="quiet small">\(words("issue.once"))</p></form>
            """
    }
}
