import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import Projections

/// Where a learner begins: where they are growing, what waits for them, what is new.
enum LearnerHome {
    /// The page; `nil` for whoever is no learner alone.
    static func answer(_ page: Page, _ roles: Set<AccessRole>) async throws -> Response? {
        guard roles == [.learner], let person = page.visit.principal?.account?.person else { return nil }
        let log = try page.visit.log()
        let principal = try page.visit.someone()
        guard let basis = try await Authority(log: log).basis(of: principal, for: .read, person) else { return nil }
        let learner = try await LearnerPage(page.visit, learner: person, basis: basis)
        let since = try await lastVisit(learner)
        try await ReadLog(log: log).note(
            principal, at: [person], what: "home", why: Relationship.own.name, request: page.visit.id)
        let continuum = try await ContinuumReader(log: log).continuum(of: person)
        let path = LearnerPath(continuum, in: learner.frameworks)
        let record = try await LearnerRecord(of: person, in: log)
        let school: HTML? = learner.school.map { #"<p class="kicker">\#($0)</p>"# }
        let title = page.words("home.welcome", ["name": learner.first])
        return learner.answer(
            page.words("nav.home"),
            """
            \(LearnerPage.head(title, kicker: school ?? HTML()))
            \(path.isEmpty && record.counting.allSatisfy { $0.event.kind == .enrolled } ? first(learner) : cards(learner, path, record))
            \(news(learner, record, since))
            """)
    }

    private static func first(_ page: LearnerPage) -> HTML {
        let words = page.words
        return """
            <div class="empty">\(Mark.growing.html)<h2>\(words("home.first.heading"))</h2>\
            <p>\(words("home.first.text"))</p><div class="actions">\
            <a class="button" href="\(page.path("evidence"))">\(words("home.first.do"))</a>\
            <a class="button button--quiet" href="\(page.path("goals"))">\(words("continuum.act.goal"))</a></div></div>
            """
    }

    private static func cards(_ page: LearnerPage, _ path: LearnerPath, _ record: LearnerRecord) -> HTML {
        let words = page.words
        func titles(_ stops: [PathStop]) -> String { stops.prefix(4).map(\.title).joined(separator: "; ") }
        var cards: [HTML] = []
        func add(_ mark: Mark, _ key: String, _ text: String, _ path: String, _ link: String) {
            cards.append(
                """
                <section class="card">\(mark.html)<h2 class="h4">\(words(key))</h2><p>\(text)</p>\
                <p><a href="\(page.path(path))">\(words(link))</a></p></section>
                """)
        }
        if !path.growing.isEmpty {
            add(.growing, "home.learner.growing", titles(path.growing), "path", "nav.path")
        } else if !path.next.isEmpty {
            add(.next, "continuum.next.heading", titles(path.next), "path", "nav.path")
        }
        if let offer = LearnerOffers(record).waiting.first {
            let path = "offers/\(offer.id)/answer"
            add(.next, "continuum.offer.heading", offer.opportunity, path, "continuum.offer.answer")
        }
        let ready = path.growing.filter { $0.entry?.all.contains { $0.ready != nil } ?? false }
        if let first = ready.first {
            add(
                .done, "home.learner.ready", titles(ready), "self-assessments?competency=\(first.id)",
                "home.learner.say")
        }
        return """
            <div class="live" role="status" data-news="\(page.path("news", [("after", String(record.events.last?.position ?? 0))]))" \
            data-reload="\(words("live.show"))"></div><div class="cards">\(cards)</div>
            """
    }

    /// What others added since the learner was last here.
    private static func news(_ page: LearnerPage, _ record: LearnerRecord, _ since: Instant) -> HTML {
        let words = page.words
        let speaker = RecordSpeaker(page: page, record: record)
        let sentence = StorySentence(page: page, record: record)
        let new = record.counting.filter { recorded in
            recorded.recordedAt > since && !speaker.isReader(recorded.event.assertedBy)
                && (!recorded.event.facts.competenciesNamed.isEmpty)
        }
        let newest = new.sorted { $0.event.occurredAt > $1.event.occurredAt }.prefix(8)
        let rows = newest.compactMap { recorded -> HTML? in
            let event = recorded.event
            guard let about = event.facts.competenciesNamed.min(), let text = sentence.tell(event, about: about) else {
                return nil
            }
            return """
                <li><div>\(page.competencyName(about)): \(text)\(sentence.said(event))</div>\
                <span class="quiet small">\(words.time(event.occurredAt))</span></li>
                """
        }
        guard !rows.isEmpty else { return HTML() }
        return #"<section><h2>\#(words("home.new"))</h2><ul class="rows">\#(rows)</ul></section>"#
    }

    /// When the learner last looked at the record in an earlier session; where that is not known, two weeks ago.
    private static func lastVisit(_ page: LearnerPage) async throws -> Instant {
        let twoWeeks: Int64 = 14 * 86_400_000_000
        let earliest = Instant(microseconds: Page.now().microseconds - twoWeeks)
        guard case .account(let account, let digest)? = page.page.visit.principal?.identity else { return earliest }
        let (tenant, ids) = (page.log.district.tenant, page.ids)
        return try await page.log.run { session in
            try session.query(
                """
                select max(r.read_at) from access.record_read r
                 where r.tenant = \(tenant) and r.account = \(account.id) and r.learner = any(\(ids))
                   and r.read_at < (select s.created_at from access.session s
                                     where s.tenant = \(tenant) and s.digest = \(digest))
                """
            ).single(as: Instant?.self) ?? earliest
        }
    }
}
