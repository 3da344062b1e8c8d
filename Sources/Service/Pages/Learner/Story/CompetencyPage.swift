import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Everything that happened about one competency, in order, in the words of those who were there.
enum CompetencyPage {
    static let route = Endpoint(
        "competency", .get, "/learners/{learner}/competencies/{competency}", .record(.read)
    ) { try await show($0) }

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit)
        let id: CompetencyID = try visit.path("competency")
        let continuum = try await ContinuumReader(log: page.log).continuum(of: page.learner)
        let entry = continuum.entries.first { entry in
            entry.item.competency == id || entry.all.contains { $0.recordedUnder?.competency == id }
        }
        let known = page.frameworks[entry?.item.competency ?? id] ?? page.frameworks[id]
        guard known != nil || entry != nil else { throw Problem.notFound }
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let title = known?.title ?? entry?.item.statement ?? page.words("learner.unknownCompetency")
        let statement = known?.statement ?? entry?.item.statement
        let code: HTML? = (known?.code ?? entry?.item.code).map { #"<p class="kicker">\#($0)</p>"# }
        let view = PathStopView(page: page, record: record, isToday: true)
        return page.answer(
            title, crumbs: page.crumbs, kind: "page--narrow",
            """
            \(LearnerPage.head(title, kicker: code ?? HTML(), lead: statement == title ? nil : statement))
            \(entry.map { view.standing($0, title) })\(after(page, entry))\(actions(page, id))
            \(story(page, record, Self.ids(id, entry)))
            """)
    }

    /// The competency under the ids by which the record knows it.
    private static func ids(_ id: CompetencyID, _ entry: LearnerContinuum.Entry?) -> [CompetencyID] {
        guard let entry else { return [id] }
        return [entry.item.competency] + entry.all.compactMap { $0.recordedUnder?.competency }
    }

    private static func after(_ page: LearnerPage, _ entry: LearnerContinuum.Entry?) -> HTML {
        guard let entry, let towards = entry.edge?.level ?? entry.nextLevel?.name else { return HTML() }
        let levels = page.frameworks.scale(entry.item.competency).levels
        guard let place = levels.firstIndex(where: { $0.name == towards }), place + 1 < levels.count else {
            return HTML()
        }
        let next = levels[place + 1]
        let text = page.words.html(
            "competency.after",
            ["level": #"<span class="level">\#(next.name)</span>"#, "description": HTML(text: next.description ?? "")])
        return "<p>\(text)</p>"
    }

    private static func actions(_ page: LearnerPage, _ id: CompetencyID) -> HTML {
        func link(_ part: String, _ key: String, _ kind: HTML) -> HTML {
            let path = page.path(part, [("competency", id.description)])
            return #"<a class="button\#(kind)" href="\#(path)">\#(page.words(key))</a>"#
        }
        let quiet: HTML = " button--quiet"
        var links: [HTML] = []
        if page.reader != .office { links.append(link("evidence", "continuum.act.evidence", HTML())) }
        if page.reader == .learner { links.append(link("self-assessments", "continuum.act.self", quiet)) }
        if page.reader == .family { links.append(link("observations", "observe.title", quiet)) }
        if page.reader == .learner || page.reader == .teacher {
            links.append(link("goals", "continuum.act.goal", quiet))
        }
        return links.isEmpty ? HTML() : #"<div class="actions">\#(links)</div>"#
    }

    private static func story(_ page: LearnerPage, _ record: LearnerRecord, _ ids: [CompetencyID]) -> HTML {
        let sentence = StorySentence(page: page, record: record)
        let offers = offers(record, about: Set(ids))
        let told = record.counting.filter { recorded in
            !recorded.event.facts.competenciesNamed.isDisjoint(with: ids)
                || recorded.event.facts.offer.map(offers.contains) ?? false
        }.sorted { ($0.event.occurredAt, $0.position) < ($1.event.occurredAt, $1.position) }
        let rows = told.compactMap { recorded -> HTML? in
            let event = recorded.event
            let about = ids.first { event.facts.competenciesNamed.contains($0) } ?? ids[0]
            guard let text = sentence.tell(event, about: about) else { return nil }
            return """
                <li><div>\(text)\(sentence.said(event))</div>\
                <span class="quiet small">\(page.words.time(event.occurredAt))</span></li>
                """
        }
        let heading: HTML = "<h2>\(page.words("competency.story"))</h2>"
        guard !rows.isEmpty else {
            return #"<section>\#(heading)<p class="quiet">\#(page.words("competency.nothing"))</p></section>"#
        }
        return #"<section>\#(heading)<ol class="rows">\#(rows)</ol></section>"#
    }

    private static func offers(_ record: LearnerRecord, about ids: Set<CompetencyID>) -> Set<EventID> {
        Set(
            record.counting.compactMap { recorded in
                guard case .enrichmentOffered(let facts) = recorded.event.facts, let about = facts.competency,
                    ids.contains(about)
                else { return nil }
                return recorded.event.id
            })
    }
}

extension Facts {
    /// The offer that it answers, begins or completes.
    fileprivate var offer: EventID? {
        switch self {
        case .enrichmentAnswered(let facts): facts.offer
        case .enrichmentStarted(let facts): facts.offer
        case .enrichmentCompleted(let facts): facts.offer
        default: nil
        }
    }
}
