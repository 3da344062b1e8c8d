import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// How a figure of access was made: what is counted, of whom, in which days. The figure itself is the released one.
struct EquityExplainPage {
    let page: Page
    let filter: EquityFilter
    let school: EquityPlaces.School
    let group: String
    let share: Share?
    /// How far the tables have come.
    let position: Int64

    private var words: PageWords { page.words }

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let log = try visit.log()
        let places = try await EquityPlaces(
            log, visit.service.figures, reach: try visit.someone().schools(asAnyOf: Duty.readEquity.roles))
        guard let filter = try EquityFilter(visit.query, places), let id = filter.school,
            let school = places.schools.first(where: { $0.id == id })
        else { throw Problem.notFound }
        let group = visit.query.text("group") ?? "everyone"
        let answer = try await visit.service.figures.answer(filter.question(), log).value
        // Whether a group has nobody or too few is not told apart.
        let line = answer.ordered.map(\.line).first { $0.counts.group == group }
        return EquityExplainPage(
            page: page, filter: filter, school: school, group: group, share: line?.share(filter.measure),
            position: try await Freshness.position(log)
        ).answer
    }

    private var answer: Response {
        let measure = filter.measure.rawValue
        let lead: HTML =
            share.map { share -> HTML in
                let text = words(
                    "explain.sentence.\(measure)",
                    ["k": words.number(Int(share.part)), "n": words.number(Int(share.whole))])
                return #"<p class="lead">\#(text)</p>"#
            } ?? """
                <p class="lead">\(words("explain.hidden"))</p><p>\(words("explain.hiddenText"))</p>
                """
        return page.answer(
            words("explain.title"), crumbs: [.init(path: filter.address("/equity"), title: words("equity.title"))],
            """
            <div class="head"><div><p class="kicker">\(place)</p><h1>\(words("explain.title"))</h1></div></div>
            \(lead)<dl class="facts">\(facts)</dl>\(people)
            """)
    }

    private var place: String {
        [words.group(group, of: filter.by), school.name, filter.window.title].joined(separator: " · ")
    }

    private var facts: [HTML] {
        let (numerator, denominator) = (share?.part, share?.whole)
        let kinds = Self.kinds[filter.measure] ?? []
        let codes = kinds.enumerated().map { place, kind -> HTML in
            "\(place == 0 ? HTML() : ", ")<code>\(kind.name)</code>"
        }
        var facts: [(String, HTML)] = [
            (
                numerator.map { words("explain.numerator", ["n": words.number(Int($0))]) }
                    ?? words("explain.numeratorPlain"), HTML(text: words("explain.num.\(filter.measure.rawValue)"))
            ),
            (
                denominator.map { words("explain.denominator", ["n": words.number(Int($0))]) }
                    ?? words("explain.denominatorPlain"),
                HTML(text: words("explain.den.\(filter.measure.whole.rawValue)"))
            ),
            (words("explain.window"), "\(words.time(filter.window.from)) – \(words.time(filter.window.to))"),
            (words("explain.kinds"), codes.reduce(HTML(), +)),
            (
                words("explain.corrected"),
                HTML(text: words("explain.left.\(filter.measure == .met ? "asked" : "offers")"))
            ),
            (
                words("explain.asOf"),
                words.html(
                    "explain.position",
                    ["time": words.moment(Page.now()), "n": HTML(text: words.number(Int(position)))])
            ),
        ]
        if let command { facts.append((words("explain.same"), "<code>\(command)</code>")) }
        return facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }
    }

    /// What tells of it, besides who was enrolled.
    private static let kinds: [EquityMeasure: [EventKind]] = [
        .offered: [.enrolled, .left, .enrichmentOffered], .never: [.enrolled, .left, .enrichmentOffered],
        .accepted: [.enrolled, .left, .enrichmentOffered, .enrichmentAnswered],
        .started: [.enrolled, .left, .enrichmentOffered, .enrichmentStarted],
        .completed: [.enrolled, .left, .enrichmentOffered, .enrichmentCompleted],
        .met: [.enrolled, .left, .supportRequested, .supportProvided],
    ]

    /// The command that names who is behind it, for whoever runs Waymark.
    private var command: String? {
        guard let measure = filter.measure.explained else { return nil }
        let (from, to) = (filter.window.from, filter.window.to)
        let groups = filter.by == AccessQuery.everyone ? "" : " --by \(filter.by) --group \(group)"
        return
            "waymark explain equity \(measure.rawValue) --school \"\(school.name)\" --from \(from) --to \(to)\(groups)"
    }

    private var people: HTML? {
        guard filter.measure.explained != nil, page.visit.principal?.holds(.principal, at: school.id) ?? false else {
            return nil
        }
        let address = filter.address("/equity/explain/people", more: [("group", group)])
        return """
            <section><h2>\(words("explain.events"))</h2><p class="quiet">\(words("explain.eventsText"))</p>
            <p><a href="\(address)">\(words("explain.people"))</a></p></section>
            """
    }
}
