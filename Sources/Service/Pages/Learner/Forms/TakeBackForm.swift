import EventLog
import Hummingbird
import LearningRecord
import Markup

/// Taking back something that one said oneself: a correction, with a reason. Nothing is edited.
enum TakeBackForm {
    static let all = [
        Endpoint(
            "takeBackForm", .get, "/learners/{learner}/events/{event}/correction", .record(.contribute),
            isAudited: false
        ) { visit in
            let page = try await LearnerPage(visit, recording: .correction)
            return show(page, try await read(page, visit), Form(), FieldErrors())
        },
        Endpoint(
            "takeBack", .post, "/learners/{learner}/events/{event}/correction", .record(.contribute), isAudited: false
        ) { try await save($0) },
    ]

    /// What is taken back, and what it is called.
    private typealias Corrected = (recorded: RecordedEvent, title: String)

    private static func read(_ page: LearnerPage, _ visit: Visit) async throws -> Corrected {
        let id: EventID = try visit.path("event")
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let speaker = RecordSpeaker(page: page, record: record)
        // What others said is theirs to take back, or the registrar's: Asserting has the last word on it.
        guard let recorded = record[id], record.counts(id), recorded.event.kind != .correction,
            speaker.isReader(recorded.event.assertedBy)
        else { throw Problem.notFound }
        let title =
            recorded.event.kind == .evidence
            ? speaker.title(recorded.event) : page.words("kind.\(recorded.event.kind.name)")
        return (recorded, title)
    }

    private static func show(
        _ page: LearnerPage, _ corrected: Corrected, _ form: Form, _ errors: FieldErrors, event: EventID? = nil
    ) -> Response {
        let words = page.words
        let id = corrected.recorded.event.id
        let title = words("takeBack.title", ["title": corrected.title])
        let parts = FormParts(words: words, form: form, errors: errors)
        let kept: EventID? = errors.isEmpty ? nil : form.id(Page.eventField)
        let newID = event ?? kept ?? Page.newEventID()
        let back =
            corrected.recorded.event.kind == .evidence ? page.path("evidence/\(id)") : page.path("path")
        return page.answer(
            title, status: errors.isEmpty ? .ok : .unprocessableContent, crumbs: page.crumbs, kind: "page--narrow",
            """
            \(LearnerPage.head(title))\(errors.summary(words))
            <form method="post" action="\(page.path("events/\(id)/correction"))" class="stack" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(newID.description)">
            <p>\(words("takeBack.text"))</p>\(parts.lines("reason", words("takeBack.reason"), isShort: true))\
            <div class="actions"><button>\(words("evidence.takeBack"))</button><a href="\(back)">\(words("form.keep"))</a></div>
            </form>
            """)
    }

    private static func save(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .correction)
        let form = try await Form(visit.request)
        let id: EventID = try visit.path("event")
        // Sent twice, it is taken back already: what was taken back by this very form is.
        if let known: EventID = form.id(Page.eventField), try await isDone(known, of: id, page) {
            return Page.seeOther(page.path("path", [("saved", "back")]))
        }
        let corrected = try await read(page, visit)
        var errors = FieldErrors()
        let reason = errors.text(form, "reason", page.words, isRequired: page.words("takeBack.error"))
        guard errors.isEmpty else { return show(page, corrected, form, errors) }
        return try await page.save(
            .correction(Correction(voiding: id)), words: Words([("reason", reason)]), from: form,
            of: corrected.recorded.event.learner, field: "reason", then: "path", saved: "back"
        ) { show(page, corrected, form, $0, event: $1) }
    }

    private static func isDone(_ correction: EventID, of id: EventID, _ page: LearnerPage) async throws -> Bool {
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        guard case .correction(let facts)? = record[correction]?.event.facts else { return false }
        return facts.corrects == id
    }
}
