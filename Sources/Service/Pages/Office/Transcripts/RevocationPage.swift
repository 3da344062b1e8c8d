import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Taking a transcript back, with a reason.
enum RevocationPage {
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let issue = try await IssuedPage.issue(visit, try visit.log())
        return try await answer(page, issue, Form(), FieldErrors())
    }

    static func revoke(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let form = try await Form(visit.request)
        let log = try visit.log()
        let issue = try await IssuedPage.issue(visit, log)
        let learner: LearnerID = try visit.path("learner")
        let issued = "\(TranscriptPages.path(learner))/issued/\(issue.id)"
        var errors = FieldErrors()
        if form["reason"].isEmpty { errors.add("reason", page.words("revoke.error")) }
        if form["reason"].utf8.count > longestReason {
            errors.add("reason", page.words("error.tooLong", ["n": page.words.number(longestReason)]))
        }
        guard errors.isEmpty else { return try await answer(page, issue, form, errors) }
        guard issue.revokedAt == nil else { return Page.seeOther(issued) }
        // It is taken back in the record in which it stands, be it another id of the same person.
        let history = try await log.read(learners: visit.basis.ids).values.flatMap(\.self)
        let owner = history.first { $0.event.id == issue.id }?.event.learner ?? learner
        let event = page.event(
            Page.eventID(form), of: owner, .transcriptRevoked(TranscriptRevoked(transcript: issue.id)),
            words: ["reason": form["reason"]])
        try await page.record([event])
        return Page.seeOther(issued)
    }

    /// Bytes of a reason.
    private static let longestReason = 5_000

    private static func answer(
        _ page: Page, _ issue: TranscriptIssue, _ form: Form, _ errors: FieldErrors
    ) async throws -> Response {
        let words = page.words
        let learner: LearnerID = try page.visit.path("learner")
        let name = try await SpeakerNames([learner], in: try page.visit.log())[learner] ?? words("learner.nameless")
        let path = TranscriptPages.path(learner)
        let id: EventID = errors.isEmpty ? Page.newEventID() : Page.eventID(form)
        let reason = Field(name: "reason", label: words("revoke.why"), value: form["reason"], error: errors["reason"])
        return page.answer(
            words("revoke.title"), status: errors.isEmpty ? .ok : .unprocessableContent,
            crumbs: TranscriptPages.crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><p class="kicker">\(name)</p><h1>\(words("revoke.title"))</h1></div></div>\(errors.summary(words))
            <p>\(words("revoke.text"))</p>
            <form method="post" action="\(path)/revocation/\(issue.id.description)" class="stack" novalidate>
            <input type="hidden" name="\(Page.eventField)" value="\(id.description)">
            \(reason.area(rows: 3))<div class="actions"><button class="button--grave">\(words("revoke.do"))</button>\
            <a href="\(path)/issued/\(issue.id.description)">\(words("revoke.keep"))</a></div></form>
            """)
    }
}
