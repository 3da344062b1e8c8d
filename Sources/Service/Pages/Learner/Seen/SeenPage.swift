import EventLog
import Foundation
import Hummingbird
import LearningRecord
import LibPQ
import Markup

/// Who has looked at a record and why, what left it, and the way to ask for all of it (34 CFR 99.10 and 99.32).
enum SeenPage {
    static let all = [
        Endpoint("seen", .get, "/learners/{learner}/seen", .record(.disclosures), isAudited: false) {
            try await show($0)
        },
        Endpoint(
            "askForRecord", .post, "/learners/{learner}/access-requests", .record(.contribute), isAudited: false
        ) { try await ask($0) },
    ]

    /// Looks on a page.
    private static let limit = 50

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit)
        let before = visit.query.text("before").flatMap { Instant($0) }
        let looks = try await looks(page, before: before)
        let shown = Array(looks.prefix(limit))
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let title = page.words("nav.seen")
        var given = HTML()
        if before == nil { given = "\(disclosures(page, record))\(askForm(page, record))" }
        let table = shown.isEmpty && before == nil ? empty(page) : table(page, shown, try await openings(page))
        let older: HTML =
            looks.count > limit
            ? (shown.last?.at).map {
                #"<p><a href="\#(page.path("seen", [("before", $0.description)]))">\#(page.words("table.older"))</a></p>"#
            } ?? HTML()
            : HTML()
        return page.answer(
            title, crumbs: page.reader == .learner ? [] : page.crumbs,
            "\(LearnerPage.head(title, kicker: page.kicker))\(Saved.notice(page, visit))\(table)\(older)\(given)")
    }

    /// What others looked at, page by page.
    private static func looks(_ page: LearnerPage, before: Instant?) async throws -> [ReadLog.Entry] {
        var found: [ReadLog.Entry] = []
        var edge = before
        let me = page.page.visit.principal?.account?.name
        while found.count <= limit {
            let batch = try await ReadLog(log: page.log).looks(at: page.ids, before: edge, limit: 200)
            // The learner's own reading is nobody's business, nor is one's own news.
            found += batch.filter { $0.why != Relationship.own.name && $0.reader != me }
            guard batch.count == 200, let last = batch.last?.at else { break }
            edge = last
        }
        return found
    }

    /// The reasons for which the record was opened, by who opened it.
    private static func openings(
        _ page: LearnerPage
    ) async throws -> [(reader: String, reason: String, from: Instant, to: Instant)] {
        let (tenant, ids) = (page.log.district.tenant, page.ids)
        return try await page.log.run { session in
            try session.query(
                """
                select a.name, o.reason, o.opened_at, o.expires_at from access.opening o
                  join access.account a on a.tenant = o.tenant and a.account = o.account
                 where o.tenant = \(tenant) and o.learner = any(\(ids)) order by o.opened_at desc limit 1000
                """
            ).map {
                (
                    reader: try $0[0, as: String.self], reason: try $0[1, as: String.self],
                    from: try $0[2, as: Instant.self], to: try $0[3, as: Instant.self]
                )
            }
        }
    }

    private static func empty(_ page: LearnerPage) -> HTML {
        Notice.empty(page.say("seen.empty"), page.words("seen.emptyText"))
    }

    private static func table(
        _ page: LearnerPage, _ looks: [ReadLog.Entry],
        _ openings: [(reader: String, reason: String, from: Instant, to: Instant)]
    ) -> HTML {
        let words = page.words
        let rows = looks.map { look -> HTML in
            let opening =
                look.why == Relationship.opening(UUID()).name
                ? openings.first { $0.reader == look.reader && $0.from <= look.at && look.at <= $0.to } : nil
            let tag: HTML? = opening.map { _ in #" <span class="tag">\#(words("seen.glass"))</span>"# }
            let why = opening.map { words.quoted($0.reason) } ?? Looked.why(look.why, page)
            return """
                <tr><th scope="row">\(look.reader)\(tag)</th><td data-label="\(words("seen.what"))">\
                \(Looked.what(look, words))</td><td data-label="\(words("seen.why"))">\(why)</td>\
                <td data-label="\(words("seen.when"))">\(words.moment(look.at))</td></tr>

                """
        }
        return """
            <table class="stacked"><caption>\(words("seen.caption"))</caption><thead><tr>\
            <th scope="col">\(words("seen.who"))</th><th scope="col">\(words("seen.what"))</th>\
            <th scope="col">\(words("seen.why"))</th><th scope="col">\(words("seen.when"))</th></tr></thead>\
            <tbody>\(rows)</tbody></table>
            """
    }

    private static func disclosures(_ page: LearnerPage, _ record: LearnerRecord) -> HTML {
        let words = page.words
        let rows = record.counting.reversed().compactMap { recorded -> HTML? in
            guard case .disclosed(let facts) = recorded.event.facts else { return nil }
            let recipient = recorded.event.words["recipient"] ?? words("class.\(facts.recipientClass.rawValue)")
            let what = words(facts.transcript == nil ? "seen.record" : "seen.transcript")
            return """
                <tr><th scope="row">\(recipient)</th><td data-label="\(words("seen.what"))">\(what)</td>\
                <td data-label="\(words("seen.basis"))">\(words("seen.basis.\(facts.lawfulBasis.rawValue)"))</td>\
                <td data-label="\(words("seen.when"))">\(words.time(recorded.event.occurredAt))</td></tr>
                """
        }
        guard !rows.isEmpty else { return HTML() }
        return """
            <section><h2>\(words("seen.given"))</h2><table class="stacked"><caption>\(words("seen.givenCaption"))</caption>\
            <thead><tr><th scope="col">\(words("seen.recipient"))</th><th scope="col">\(words("seen.what"))</th>\
            <th scope="col">\(words("seen.basis"))</th><th scope="col">\(words("seen.when"))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></section>
            """
    }

    // MARK: The whole record

    private static func askForm(_ page: LearnerPage, _ record: LearnerRecord) -> HTML {
        guard page.reader == .learner || page.reader == .family else { return HTML() }
        let words = page.words
        let open = EventLog.open(record.events).last
        let rest: HTML
        if let open {
            let due = CalendarDate(
                daysSince1970: open.event.occurredAt.date.daysSince1970 + AccessRequested.daysToAnswer)
            rest =
                "<p>\(words.html("seen.asked", ["date": words.time(open.event.occurredAt), "due": words.time(due)]))</p>"
        } else {
            rest = """
                <p class="quiet">\(words("seen.askText"))</p>\
                <form method="post" action="\(page.path("access-requests"))" novalidate>\
                <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
                <button class="button--quiet">\(words("seen.askDo"))</button></form>
                """
        }
        return "<section><h2>\(words("seen.ask"))</h2>\(rest)</section>"
    }

    private static func ask(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .accessRequested)
        guard page.reader == .learner || page.reader == .family else { throw Problem.notFound }
        let form = try await Form(visit.request)
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let then = Page.seeOther(page.path("seen", [("saved", "access")]))
        // Whoever waits for an answer has asked.
        if EventLog.open(record.events).contains(where: { page.ids.contains($0.event.learner) }) { return then }
        let requester: AccessRequested.Requester = page.reader == .learner ? .learner : .family
        return try await page.save(
            .accessRequested(AccessRequested(requester: requester)), from: form, field: "main", then: "seen",
            saved: "access"
        ) { _, _ in then }
    }
}
