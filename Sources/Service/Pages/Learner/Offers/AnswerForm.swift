import EventLog
import Hummingbird
import LearningRecord
import Markup

/// The learner's or the family's answer to an offer.
enum AnswerForm {
    static let all = [
        Endpoint(
            "answerForm", .get, "/learners/{learner}/offers/{offer}/answer", .record(.contribute), isAudited: false
        ) {
            visit in
            let (page, offer, record) = try await read(visit)
            return show(page, offer, record, Form(), FieldErrors())
        },
        Endpoint(
            "answerOffer", .post, "/learners/{learner}/offers/{offer}/answer", .record(.contribute), isAudited: false
        ) { try await save($0) },
    ]

    private static func read(_ visit: Visit) async throws -> (LearnerPage, LearnerOffer, LearnerRecord) {
        let page = try await LearnerPage(visit, recording: .enrichmentAnswered)
        let id: EventID = try visit.path("offer")
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        guard let offer = LearnerOffers(record).offers.first(where: { $0.id == id }) else { throw Problem.notFound }
        return (page, offer, record)
    }

    private static func show(
        _ page: LearnerPage, _ offer: LearnerOffer, _ record: LearnerRecord, _ form: Form, _ errors: FieldErrors,
        event: EventID? = nil
    ) -> Response {
        let words = page.words
        var learnerForm = LearnerForm(
            page: page, form: form, title: page.say("offer.title"), part: "offers/\(offer.id)/answer",
            button: words("offer.do"))
        learnerForm.crumbs =
            page.crumbs.dropLast(page.reader == .learner ? 1 : 0) + [
                .init(path: page.path("offers"), title: words("nav.offers"))
            ]
        learnerForm.intro = facts(page, offer, record)
        learnerForm.outro = #"<p class="quiet small">\#(words("offer.change"))</p>"#
        let parts = learnerForm.parts(errors)
        let choices = [
            FormParts.Choice(value: "accepted", label: HTML(text: words("offer.yes"))),
            FormParts.Choice(value: "declined", label: HTML(text: words("offer.no"))),
        ]
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(parts.choices("answer", words("offer.answer"), choices))\
                \(parts.lines("reason", words("offer.reason"), isOptional: true, isShort: true))
                """)
    }

    private static func facts(_ page: LearnerPage, _ offer: LearnerOffer, _ record: LearnerRecord) -> HTML {
        let words = page.words
        let name = RecordSpeaker(page: page, record: record).name(offer.offeredBy)
        let when = words.html("offer.by", ["date": words.time(offer.at), "name": HTML(text: name)])
        let about: HTML? = offer.competency.map {
            "<div><dt>\(words("offer.about"))</dt><dd>\(page.competencyName($0))</dd></div>"
        }
        let said: HTML? = offer.invitation.map {
            "<div><dt>\(words("offer.invitation"))</dt><dd>\(words.quoted($0))</dd></div>"
        }
        return """
            <dl class="facts"><div><dt>\(words("offer.what"))</dt><dd>\(offer.opportunity)</dd></div>\
            <div><dt>\(words("offer.when"))</dt><dd>\(when)</dd></div>\(about)\(said)</dl>
            """
    }

    private static func save(_ visit: Visit) async throws -> Response {
        let (page, offer, record) = try await read(visit)
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let answer = EnrichmentAnswered.Answer(rawValue: form["answer"])
        if answer == nil { errors.add("answer", page.words("offer.error")) }
        let reason = errors.text(form, "reason", page.words)
        guard errors.isEmpty, let answer else { return show(page, offer, record, form, errors) }
        return try await page.save(
            .enrichmentAnswered(EnrichmentAnswered(offer: offer.id, answer: answer)),
            words: Words([("reason", reason)]),
            from: form, of: offer.learner, field: "answer", then: "offers", saved: "answer"
        ) { show(page, offer, record, form, $0, event: $1) }
    }
}
