import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import Projections
import ReferenceData

/// The supports that learners of a section wait for; from here it is said that one was given.
enum WaitingForSupport {
    static func show(_ visit: Visit) async throws -> Response {
        let section = try await OpenSection(visit, what: "sectionWaiting")
        let words = section.words
        let log = try visit.log()
        let requests = try await SupportRequests(log: log).open(of: section.needs.learners.map(\.id))
        let notice = try await SavedNotice.html(section)
        if section.needs.learners.isEmpty {
            return section.answer(.waiting, title: words("waiting.title"), isLive: false, section.empty)
        }
        guard !requests.isEmpty else {
            return section.answer(
                .waiting, title: words("waiting.title"), notice: notice, isLive: false,
                """
                <div class="empty">\(Mark.done.html)<h2>\(words("waiting.none"))</h2><p>\(words("waiting.noneText"))</p></div>
                """)
        }
        let tenant = log.district.tenant
        let about = Set(requests.compactMap(\.competency))
        let competencies = try await log.run { session in
            try ReferenceNames(session, tenant: tenant, competencies: about).competencies
        }
        let rows = requests.map { request -> HTML in
            let about = request.competency.flatMap { competencies[$0] }.map { ", " + ($0.code ?? $0.title) } ?? ""
            return """
                <tr><th scope="row">\(section.name(of: request.learner) ?? words("learner.nameless"))</th>\
                <td data-label="\(words("waiting.asked"))">\(request.named)\(about)</td>\
                <td data-label="\(words("waiting.by"))">\(who(request.role, words))</td>\
                <td data-label="\(words("waiting.since"))">\(words.time(request.requestedAt))</td>\
                <td>\(section.mayRecord ? given(request, section) : HTML())</td></tr>
                """
        }
        return section.answer(
            .waiting, title: words("waiting.title"), lead: HTML(text: words("waiting.lead")), notice: notice,
            isLive: false,
            """
            <table class="stacked"><caption>\(words("waiting.caption"))</caption><thead><tr>\
            <th scope="col">\(words("waiting.learner"))</th><th scope="col">\(words("waiting.asked"))</th>\
            <th scope="col">\(words("waiting.by"))</th><th scope="col">\(words("waiting.since"))</th>\
            <th scope="col"><span class="unseen">\(words("table.do"))</span></th></tr></thead><tbody>\(rows)</tbody></table>
            """)
    }

    /// A form that says that one was given. Its event's id follows from the request: whoever presses it twice, from
    /// whichever page, gives it once.
    private static func given(_ request: SupportRequests.Open, _ section: OpenSection) -> HTML {
        """
        <form method="post" action="\(section.path)/waiting"><input type="hidden" name="request" \
        value="\(request.id.description)"><input type="hidden" name="\(Page.eventField)" value="\(request.id.description)">\
        <button class="button--quiet">\(section.words("waiting.given"))\
        <span class="unseen">: \(request.named), \(section.name(of: request.learner) ?? "")</span></button></form>
        """
    }

    private static func who(_ role: Role?, _ words: PageWords) -> String {
        switch role {
        case .learner: words("waiting.byLearner")
        case .family: words("waiting.byFamily")
        case let other?: words("role.\(other.rawValue)")
        case nil: ""
        }
    }

    static func give(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, what: "sectionWaiting")
        let requests = try await SupportRequests(log: try visit.log()).open(of: section.needs.learners.map(\.id))
        guard let id: EventID = form.id("request") else { throw Problem.notFound }
        guard let request = requests.first(where: { $0.id == id }), let support = Label(request.named) else {
            // It was given meanwhile, or taken back.
            return Page.seeOther(SavedNotice.path(section, .waiting, .support, []))
        }
        let event = section.page.event(
            Page.eventID(once: form), of: request.asker, school: section.head.school, section: section.head.id,
            .supportProvided(SupportProvided(support: support, competency: request.competency, request: request.id)))
        try await section.page.recordOnce([event])
        return Page.seeOther(SavedNotice.path(section, .waiting, .support, [event.id]))
    }
}
