import EventLog
import Hummingbird
import LearningRecord
import Markup

/// What a learner was offered, and the supports that were asked for.
enum OffersPage {
    static let route = Endpoint("offers", .get, "/learners/{learner}/offers", .record(.read)) { try await show($0) }

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit)
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        let offers = LearnerOffers(record)
        let title = page.words("nav.offers")
        let crumbs = page.reader == .learner ? [] : page.crumbs
        let content =
            offers.offers.isEmpty && offers.supports.isEmpty ? empty(page) : lists(page, offers, record)
        return page.answer(
            title, crumbs: crumbs, kind: "page--narrow",
            "\(LearnerPage.head(title, kicker: page.kicker))\(saved(page, visit, record))\(content)")
    }

    private static func empty(_ page: LearnerPage) -> HTML {
        let words = page.words
        return Notice.empty(
            words("offers.empty.heading"), page.say("offers.empty.text"),
            #"<div class="actions">\#(ask(page, "button"))</div>"#)
    }

    private static func ask(_ page: LearnerPage, _ kind: StaticString? = nil) -> HTML {
        guard page.reader != .office else { return HTML() }
        let kind: HTML = kind.map { #" class="\#(HTML(stringLiteral: $0))""# } ?? HTML()
        return #"<a\#(kind) href="\#(page.path("support-requests"))">\#(page.words("continuum.act.support"))</a>"#
    }

    private static func lists(_ page: LearnerPage, _ offers: LearnerOffers, _ record: LearnerRecord) -> HTML {
        let words = page.words
        let speaker = RecordSpeaker(page: page, record: record)
        let mayAnswer = page.reader == .learner || page.reader == .family
        func row(_ offer: LearnerOffer, _ text: HTML, link: String?) -> HTML {
            let link: HTML? = link.map { key in
                let path = page.path("offers/\(offer.id)/answer")
                let quiet: HTML = offer.waits ? #" class="button button--quiet""# : HTML()
                return """
                    <a\(quiet) href="\(path)">\(words(key))<span class="unseen"> \(offer.opportunity)</span></a>
                    """
            }
            return """
                <li><div><strong>\(offer.opportunity)</strong><p class="quiet small">\(text)</p></div>\(link)</li>
                """
        }
        let waiting = offers.waiting.map { offer in
            let from = words.html(
                "continuum.offer.from",
                ["date": words.time(offer.at), "name": HTML(text: speaker.name(offer.offeredBy))])
            return row(offer, from, link: mayAnswer ? "continuum.offer.answer" : nil)
        }
        let taken = offers.taken.map { offer in
            row(
                offer, became(offer, words),
                link: mayAnswer && offer.started == nil && offer.completed == nil ? "offers.change" : nil)
        }
        let declined = offers.declined.map { offer in
            row(offer, became(offer, words), link: mayAnswer ? "offers.change" : nil)
        }
        let supports = offers.supports.map { support -> HTML in
            """
            <li><div><strong>\(SupportForm.name(support.support, words))</strong>\
            <p class="quiet small">\(became(support, words))</p></div></li>
            """
        }
        let asking: HTML = page.reader == .office ? HTML() : "<p>\(ask(page))</p>"
        return """
            \(section(mayAnswer ? words("offers.waiting") : words("offers.waitingLearner"), waiting))
            \(section(words("offers.taken"), taken))\(section(words("offers.declined"), declined))
            \(section(words("offers.supports"), supports, asking))
            """
    }

    private static func section(_ title: String, _ rows: [HTML], _ rest: HTML = HTML()) -> HTML {
        if rows.isEmpty, rest.markup.isEmpty { return HTML() }
        let list: HTML = rows.isEmpty ? HTML() : #"<ul class="rows">\#(rows)</ul>"#
        return "<section><h2>\(title)</h2>\(list)\(rest)</section>"
    }

    private static func became(_ offer: LearnerOffer, _ words: PageWords) -> HTML {
        switch (offer.started, offer.completed) {
        case (let start?, let end?):
            return words.html("offers.completed", ["start": words.time(start), "end": words.time(end)])
        case (let start?, nil): return words.html("offers.started", ["start": words.time(start)])
        case (nil, let end?): return words.html("offers.completedOnly", ["end": words.time(end)])
        case (nil, nil):
            let key = offer.answer == .declined ? "offers.declinedOn" : "offers.acceptedOn"
            return words.html(key, ["date": words.time(offer.answeredAt ?? offer.at)])
        }
    }

    private static func became(_ support: LearnerSupport, _ words: PageWords) -> HTML {
        switch (support.asked, support.given) {
        case (let asked?, let given?):
            words.html("offers.given", ["asked": words.time(asked), "given": words.time(given)])
        case (let asked?, nil): words.html("offers.asked", ["asked": words.time(asked)])
        case (nil, let given?): words.html("offers.givenOnly", ["given": words.time(given)])
        case (nil, nil): HTML()
        }
    }

    /// What was saved just now, by its own words.
    private static func saved(_ page: LearnerPage, _ visit: Visit, _ record: LearnerRecord) -> HTML {
        guard visit.query.text("saved") != nil, let id: EventID = visit.query.text("event").flatMap({ EventID($0) }),
            let event = record[id]?.event
        else { return HTML() }
        switch event.facts {
        case .supportRequested(let facts):
            let text = page.say("support.saved", ["support": SupportForm.name(facts.support, page.words)])
            return Saved.notice(page, visit, text)
        case .enrichmentAnswered(let facts):
            guard case .enrichmentOffered(let offer)? = record[facts.offer]?.event.facts else { return HTML() }
            let answer = page.words(facts.answer == .accepted ? "offer.yes" : "offer.no")
            let text = page.words("offer.saved", ["offer": offer.opportunity.text, "answer": answer.lowercased()])
            return Saved.notice(page, visit, text)
        default: return HTML()
        }
    }
}
