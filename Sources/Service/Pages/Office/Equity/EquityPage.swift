import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The figures of access: who was offered something, who took it up, and who never was offered anything.
struct EquityPage {
    let page: Page
    let filter: EquityFilter
    let figures: EquityFigures

    private var words: PageWords { page.words }

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let log = try visit.log()
        let places = try await EquityPlaces(
            log, visit.service.figures, reach: try visit.someone().schools(asAnyOf: Duty.readEquity.roles))
        guard let filter = try EquityFilter(visit.query, places) else {
            return page.answer(page.words("equity.title"), head(page) + nothing(page.words))
        }
        let figures = try await EquityFigures(filter, log, visit.service.figures)
        return EquityPage(page: page, filter: filter, figures: figures).answer
    }

    private var answer: Response {
        let csv = filter.address("/equity.csv")
        let actions: HTML = """
            <div class="actions"><a class="button button--quiet" href="\(csv)">\(words("equity.csv"))</a></div>
            """
        let behind = figures.behindSince.map { instant -> HTML in
            let text = words.html("equity.lag", ["time": words.moment(instant)])
            return #"<div class="notice" role="status"><p>\#(text)</p></div>"#
        }
        return page.answer(
            words("equity.title"), Self.head(page, actions) + filter.form(words) + (behind ?? HTML()) + content)
    }

    private static func head(_ page: Page, _ actions: HTML = HTML()) -> HTML {
        """
        <div class="head"><div><h1>\(page.words("equity.title"))</h1><p class="lead">\(page.words("equity.lead"))</p></div>\
        \(actions)</div>
        """
    }

    private static func nothing(_ words: PageWords) -> HTML {
        Notice.empty(words("equity.empty"), words("equity.emptyText"))
    }

    private var heading: String {
        words("equity.heading.\(filter.measure.rawValue)", ["term": filter.window.title])
    }

    private var content: HTML {
        guard !figures.places.isEmpty else { return Self.nothing(words) }
        if filter.school != nil, let place = figures.places.first { return one(place) }
        guard filter.by != AccessQuery.everyone else { return schools }
        let parts = figures.places.enumerated().map { number, place -> HTML in
            "<section><h3>\(place.name)</h3>\(rates(place, id: "rates-\(number)"))</section>"
        }
        return "<section><h2>\(heading)</h2>\(parts)</section>" + chooseSchool
    }

    /// Every school, all people together.
    private var schools: HTML {
        let section = EquityRatesSection(
            filter: filter, words: words, id: "rates",
            items: figures.places.map { .init(name: $0.name, line: $0.everyone, school: $0.id) }, everyone: nil)
        return "<section><h2>\(heading)</h2>\(section.html)</section>" + chooseSchool
    }

    private var chooseSchool: HTML { #"<p class="quiet">\#(words("equity.chooseSchool"))</p>"# }

    private func rates(_ place: EquityFigures.Place, id: String) -> HTML {
        guard place.groups.contains(where: { $0.share(filter.measure) != nil }) else { return allHidden(place) }
        return EquityRatesSection(
            filter: filter, words: words, id: id,
            items: place.groups.map {
                .init(name: words.group($0.counts.group, of: filter.by), line: $0, school: place.id)
            }, everyone: place.everyone
        ).html
    }

    private func allHidden(_ place: EquityFigures.Place) -> HTML {
        let measure = words("equity.m.\(filter.measure.rawValue)")
        let text =
            place.everyone.share(filter.measure).map {
                words("equity.allFewOf", ["share": words.share($0), "figure": measure])
            } ?? words("equity.allFewNone")
        return """
            <div class="notice"><\(level)>\(words("equity.allFewHeading"))</\(level)><p>\(text)</p></div>\
            \(EquityRatesSection.whyHidden(words))
            """
    }

    /// Of the heading in a notice, so that none is left out on the way down.
    private var level: HTML { filter.school == nil ? "h4" : "h3" }

    // MARK: One school

    private func one(_ place: EquityFigures.Place) -> HTML {
        """
        <section><h2>\(heading)</h2>\(rates(place, id: "rates"))</section>
        \(trend)\(EquitySteps(filter: filter, words: words, place: place).html)\(never(place))
        """
    }

    private var trend: HTML? {
        guard figures.series.count > 1 else { return nil }
        let pictures = figures.names.enumerated().map { number, group -> HTML in
            let points = figures.series.map { window, groups in
                Trend.Point(
                    name: words.month(window.from),
                    share: groups.first { $0.counts.group == group }?.share(filter.measure))
            }
            return Trend(
                id: "trend-\(number)", group: words.group(group, of: filter.by), points: points, words: words
            ).figure
        }
        let terms = figures.series.map { "\(words.month($0.window.from)): \($0.window.title)" }
        return """
            <section><h2>\(words("equity.trend.heading"))</h2><div class="multiples">\(pictures)</div>\
            <p class="quiet small">\(words("equity.trend.terms", ["terms": terms.joined(separator: "; ")]))</p></section>
            """
    }

    private func never(_ place: EquityFigures.Place) -> HTML {
        let how = filter.address(
            "/equity/explain", measure: .never, by: AccessQuery.everyone, more: [("group", "everyone")])
        let text =
            place.everyone.share(.neverOffered).map {
                words(
                    "equity.never.text", count: Int($0.part),
                    ["n": words.number(Int($0.part)), "all": words.number(Int($0.whole))])
            } ?? words("equity.never.few")
        let leads = page.visit.principal?.holds(.principal, at: place.id) ?? false
        let list = Addresses.address(
            "/equity/without-offer", [("school", place.id.description), ("term", filter.window.code)])
        let who: HTML =
            leads
            ? #"<p><a href="\#(list)">\#(words("equity.never.who"))</a></p>"#
            : #"<p class="quiet">\#(words("equity.never.notYou"))</p>"#
        return """
            <section><h2>\(words("equity.never.heading"))</h2><p>\(text) <a href="\(how)">\(words("equity.how")) \
            <span class="unseen">\(words("equity.m.never"))</span></a></p>\(who)</section>
            """
    }
}

extension PageWords {
    /// A month in a few letters: Aug 25.
    func month(_ date: CalendarDate) -> String {
        let (year, month, _) = date.components
        return "\(self("month.\(month)").prefix(3)) \(String(year).suffix(2))"
    }
}
