import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// A learner's path: for the learner, the family, who teaches the learner, and whoever else may see the record.
enum PathPage {
    static let route = Endpoint("path", .get, "/learners/{learner}/path", .record(.read)) { try await show($0) }

    /// The end of a day that was asked for; a day in the future is no day to show.
    private enum AsOf {
        case today
        case day(CalendarDate)
        case wrong(String)

        init(_ query: Query) {
            guard let text = query.text("as-of") else {
                self = .today
                return
            }
            guard let day = CalendarDate(text), day <= Page.now().date else {
                self = .wrong(text)
                return
            }
            self = day == Page.now().date ? .today : .day(day)
        }

        var point: PointInTime {
            guard case .day(let day) = self else { return .now }
            let next = Instant(startOf: CalendarDate(daysSince1970: day.daysSince1970 + 1))
            return .known(Instant(microseconds: next.microseconds - 1))
        }
    }

    private static func show(_ visit: Visit) async throws -> Response {
        let asOf = AsOf(visit.query)
        let learner: LearnerID = try visit.path("learner")
        let (log, ids) = (try visit.log(), visit.basis.ids)
        async let opening = LearnerPage(visit)
        async let reading = ContinuumReader(log: log).continuum(of: learner, asOf: asOf.point)
        var position = Int64.max
        if case .known(let time) = asOf.point { position = try await log.position(asOf: time) }
        let record = try await LearnerRecord(of: learner, ids: ids, in: log, upTo: position)
        let (page, continuum) = (try await opening, try await reading)
        let path = LearnerPath(continuum, in: page.frameworks)
        let isToday = if case .day = asOf { false } else { true }
        let view = PathView(page: page, path: path, record: record, isToday: isToday)
        let offers = isToday ? LearnerOffers(record).waiting : []
        let opened = try await OpenedRecord.notice(visit, page.words)
        return page.answer(
            page.reader == .learner
                ? page.words("continuum.title") : page.words("continuum.titleLearner", ["name": page.name]),
            crumbs: page.reader == .family ? [.init(path: "/children", title: page.words("nav.children"))] : [],
            """
            \(head(page, path, isToday: isToday))\(opened)\(notices(page, visit, asOf, record))\(news(page, isToday: isToday, after: record.events.last?.position ?? 0))
            \(content(view, offers: offers, asOf: asOf))
            """)
    }

    // MARK: Head

    private static func head(_ page: LearnerPage, _ path: LearnerPath, isToday: Bool) -> HTML {
        let school: HTML? = page.school.map { #"<p class="kicker">\#($0)</p>"# }
        let title =
            page.reader == .learner
            ? page.words("continuum.title") : page.words("continuum.titleLearner", ["name": page.name])
        return LearnerPage.head(
            title, kicker: school ?? HTML(), lead: isToday && !path.isEmpty ? page.say("continuum.lead") : nil,
            actions: isToday && !path.isEmpty ? actions(page) : HTML())
    }

    private static func actions(_ page: LearnerPage) -> HTML {
        guard page.reader != .office else { return HTML() }
        return """
            <div class="actions"><a class="button" href="\(page.path("evidence"))">\(page.words("continuum.act.evidence"))</a>\
            <a class="button button--quiet" href="\(page.path("support-requests"))">\
            \(page.words("continuum.act.support"))</a></div>
            """
    }

    private static func notices(
        _ page: LearnerPage, _ visit: Visit, _ asOf: AsOf, _ record: LearnerRecord
    ) -> HTML {
        var html = Saved.notice(page, visit)
        switch asOf {
        case .today: break
        case .day(let day):
            let shown = page.words.html("continuum.asOf.shown", ["date": page.words.time(day)])
            html =
                html + """
                    <div class="notice" role="status"><p>\(shown) \
                    <a href="\(page.path("path"))">\(page.words("continuum.asOf.today"))</a></p></div>
                    """
        case .wrong:
            html = html + Notice.problem(##"<a href="#as-of">\##(page.words("continuum.asOf.future"))</a>"##)
        }
        if let gone = record.wordsDestroyed {
            html =
                html + """
                    <div class="notice"><h2>\(page.words("continuum.gone.heading"))</h2>\
                    <p>\(page.words.html("continuum.gone.text", ["date": page.words.time(gone)]))</p></div>
                    """
        } else if record.isSealed {
            html = html + Notice.told(page.words("learner.sealed"))
        }
        return html
    }

    private static func news(_ page: LearnerPage, isToday: Bool, after position: Int64) -> HTML {
        guard isToday else { return HTML() }
        return """
            <div class="live" role="status" data-news="\(page.path("news", [("after", String(position))]))" data-reload="\(page.words("live.show"))"></div>
            """
    }

    // MARK: Content

    private static func content(_ view: PathView, offers: [LearnerOffer], asOf: AsOf) -> HTML {
        let page = view.page
        if view.path.isEmpty, view.isToday {
            // A learner has all ways at the top of the page; others would find none of them here.
            guard page.reader != .learner || !offers.isEmpty else { return "\(empty(page))\(view.html)" }
            return """
                \(empty(page))<div class="columns"><div>\(view.html)</div>\(aside(page, view, offers: offers, asOf: asOf))</div>
                """
        }
        let map = PathMap(view.path, in: page.frameworks)?.picture(view)
        return """
            \(map)
            <div class="\(map == nil ? HTML() : "phone-only")">\(view.key)</div>\
            <div class="columns"><div>\(view.html)</div>\(aside(page, view, offers: offers, asOf: asOf))</div>
            """
    }

    private static func empty(_ page: LearnerPage) -> HTML {
        var actions = HTML()
        if page.reader != .office {
            actions =
                #"<a class="button" href="\#(page.path("evidence"))">\#(page.words("continuum.act.evidence"))</a>"#
        }
        if page.reader == .learner {
            actions =
                actions
                + #"<a class="button button--quiet" href="\#(page.path("goals"))">\#(page.words("continuum.act.goal"))</a>"#
        }
        return """
            <div class="empty">\(Mark.next.html)<h2>\(page.say("continuum.empty.heading"))</h2>\
            <p>\(page.say("continuum.empty.text"))</p><div class="actions">\(actions)</div></div>
            """
    }

    private static func aside(_ page: LearnerPage, _ view: PathView, offers: [LearnerOffer], asOf: AsOf) -> HTML {
        let seen: HTML =
            page.reader == .learner || page.reader == .family
            ? #"<p><a href="\#(page.path("seen"))">\#(page.words("nav.seen"))</a></p>"# : HTML()
        let record = page.reader == .teacher && view.isToday ? TeachersCard.html(page, view.path) : HTML()
        // Where nothing is recorded, no day before showed anything either.
        let past = view.path.isEmpty && view.isToday ? HTML() : anotherDay(page, asOf)
        return """
            <aside class="aside stack" aria-label="\(page.words("continuum.aside"))">\(record)\(offer(page, view, offers))
            \(past)\(links(page))\(seen)</aside>
            """
    }

    /// Asks for the day as of which the record is seen.
    private static func anotherDay(_ page: LearnerPage, _ asOf: AsOf) -> HTML {
        var day = ""
        var wrong = HTML()
        switch asOf {
        case .today: break
        case .day(let date): day = date.description
        case .wrong(let text): (day, wrong) = (text, #" aria-invalid="true""#)
        }
        let value: HTML = day.isEmpty ? HTML() : #" value="\#(day)""#
        return """
            <section class="card"><h2 class="h4">\(page.words("continuum.asOf.heading"))</h2>\
            <form class="stack" method="get" action="\(page.path("path"))"><div class="field">\
            <label for="as-of">\(page.words("continuum.asOf.label"))</label>\
            <input type="date" id="as-of" name="as-of"\(wrong)\(value)></div>
            <button class="button--quiet">\(page.words("continuum.asOf.show"))</button></form>\
            <p class="quiet small">\(page.words("continuum.asOf.lead"))</p></section>
            """
    }

    /// For the family, which has no links to one child at the top.
    private static func links(_ page: LearnerPage) -> HTML {
        guard page.reader != .learner else { return HTML() }
        let offers: HTML = #"<p><a href="\#(page.path("offers"))">\#(page.words("nav.offers"))</a></p>"#
        guard page.reader == .family else { return offers }
        return offers + #"<p><a href="\#(page.path("transcript"))">\#(page.words("nav.theirTranscript"))</a></p>"#
    }

    private static func offer(_ page: LearnerPage, _ view: PathView, _ offers: [LearnerOffer]) -> HTML {
        guard page.reader == .learner || page.reader == .family else { return HTML() }
        let speaker = RecordSpeaker(page: page, record: view.record)
        let cards = offers.map { offer -> HTML in
            let from = page.words.html(
                "continuum.offer.from",
                ["date": page.words.time(offer.at), "name": HTML(text: speaker.name(offer.offeredBy))])
            return """
                <section class="card"><h2 class="h4">\(page.words("continuum.offer.heading"))</h2>\
                <p>\(offer.opportunity)</p><p class="quiet small">\(from)</p><div class="actions">\
                <a class="button button--quiet" href="\(page.path("offers/\(offer.id)/answer"))">\
                \(page.words("continuum.offer.answer"))<span class="unseen"> \(offer.opportunity)</span></a></div></section>
                """
        }
        return cards.reduce(HTML(), +)
    }
}
