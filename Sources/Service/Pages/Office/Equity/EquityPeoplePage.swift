import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Pages with names, for whoever leads a school: who is behind a figure, and who was never offered anything. That
/// somebody looked at them is noted in each learner's audit.
enum EquityPeoplePage {
    /// People on a page.
    private static let size = 50

    /// Those behind a figure.
    static func explain(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let (filter, school, log) = try await place(visit)
        let group = visit.query.text("group") ?? "everyone"
        guard let measure = filter.measure.explained else { throw Problem.notFound }
        let people = try await people(measure, of: group, filter, school, log).sorted {
            [$0.name ?? "", $0.id.description].lexicographicallyPrecedes([$1.name ?? "", $1.id.description])
        }
        let shown = try await shown(people, visit, log, what: "explainEquityPage", school.id)
        let table = OfficeTable(
            caption: words("explain.caption"),
            columns: [
                .init(title: words("waiting.learner")), .init(title: words("equity.section")),
                .init(title: words("explain.first")), .init(title: words("explain.when")),
            ],
            rows: shown.items.map { item in
                [
                    name(item, words), sections(item), HTML(text: item.offer?.opportunity ?? "–"),
                    item.offer.map { words.time($0.on) } ?? "–",
                ]
            })
        let place = [words.group(group, of: filter.by), school.name, filter.window.title].joined(separator: " · ")
        let crumbs: [Page.Link] = [
            .init(path: filter.address("/equity"), title: words("equity.title")),
            .init(path: filter.address("/equity/explain", more: [("group", group)]), title: words("explain.title")),
        ]
        let more = pages(shown, words) { number in
            filter.address("/equity/explain/people", more: [("group", group), ("page", String(number))])
        }
        return page.answer(
            words("explain.people"), crumbs: crumbs,
            """
            <div class="head"><div><p class="kicker">\(place)</p><h1>\(words("explain.people"))</h1>\
            <p class="lead">\(words("equity.m.\(filter.measure.rawValue)").capitalisedFirst). \(words("explain.noted"))</p></div></div>
            \(table.html)\(more)
            """)
    }

    /// Those who were never offered anything.
    static func withoutOffer(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let (filter, school, log) = try await place(visit)
        let all = try await people(.neverOffered, of: "everyone", filter, school, log)
        let sections = Set(all.flatMap(\.sections)).sorted()
        let section = visit.query.text("section")
        let people = section.map { section in all.filter { $0.sections.contains(section) } } ?? all
        let shown = try await shown(people, visit, log, what: "equityWithoutOffer", school.id)
        func address(_ number: Int) -> String {
            Addresses.address(
                "/equity/without-offer",
                [
                    ("school", school.id.description), ("term", filter.window.code), ("section", section),
                    ("page", String(number)),
                ])
        }
        let table = OfficeTable(
            caption: words("without.caption"),
            columns: [
                .init(title: words("waiting.learner")), .init(title: words("equity.section")),
                .init(title: words("without.since")),
            ],
            rows: shown.items.map { item in
                [name(item, words), Self.sections(item), item.since.map { words.time($0) } ?? "–"]
            })
        let content: HTML =
            people.isEmpty
            ? Notice.empty(words("without.noneSchool"), words("without.noneText"))
            : table.html + pages(shown, words, address)
        return page.answer(
            words("without.titleSchool"),
            crumbs: [.init(path: filter.address("/equity"), title: words("equity.title"))],
            """
            <div class="head"><div><p class="kicker">\(school.name)</p><h1>\(words("without.titleSchool"))</h1>\
            <p class="lead">\(words("without.leadSchool"))</p></div></div>
            \(choices(filter, school, section, sections, words))\(content)
            """)
    }

    // MARK: Parts

    /// The school that the reader leads, and the days.
    private static func place(_ visit: Visit) async throws -> (EquityFilter, EquityPlaces.School, EventLog) {
        let log = try visit.log()
        let places = try await EquityPlaces(
            log, visit.service.figures, reach: try visit.someone().schools(as: .principal))
        guard let filter = try EquityFilter(visit.query, places),
            let school = places.schools.first(where: { $0.id == filter.school ?? places.schools.first?.id })
        else { throw Problem.notFound }
        return (filter, school, log)
    }

    private static func people(
        _ measure: AccessMeasure, of group: String, _ filter: EquityFilter, _ school: EquityPlaces.School,
        _ log: EventLog
    ) async throws -> [EquityPeople.Item] {
        let access = ExplainedCell.Access(
            school: school.id, in: .days(filter.window.from, filter.window.to), dimension: filter.by, group: group,
            form: filter.kind.rawValue, measure: measure)
        return try await EquityPeople(access, in: filter.window, log).items
    }

    /// Some of the people, from the first to the last that a page shows.
    private struct Shown {
        let items: [EquityPeople.Item]
        let number: Int
        let first: Int
        let all: Int
        var hasMore: Bool { first + items.count < all }
    }

    private static func shown(
        _ people: [EquityPeople.Item], _ visit: Visit, _ log: EventLog, what: String, _ school: SchoolID
    ) async throws -> Shown {
        let number = Int(try visit.query.number("page", in: 1...1_000) ?? 1)
        let items = Array(people.dropFirst((number - 1) * size).prefix(size))
        if !items.isEmpty {
            try await ReadLog(log: log).note(
                try visit.someone(), at: items.map(\.id), what: what, why: Relationship.principal(school).name,
                request: visit.id)
        }
        return Shown(items: items, number: number, first: (number - 1) * size, all: people.count)
    }

    private static func pages(_ shown: Shown, _ words: PageWords, _ address: (Int) -> String) -> HTML {
        guard !shown.items.isEmpty else { return HTML() }
        let text = words(
            "table.shown",
            [
                "from": words.number(shown.first + 1), "to": words.number(shown.first + shown.items.count),
                "all": words.number(shown.all),
            ])
        let next: HTML? =
            shown.hasMore ? #"<a href="\#(address(shown.number + 1))">\#(words("table.next"))</a>"# : nil
        return #"<div class="pages"><span>\#(text)</span>\#(next)</div>"#
    }

    private static func name(_ item: EquityPeople.Item, _ words: PageWords) -> HTML {
        HTML(text: item.name ?? words("equity.noName"))
    }

    private static func sections(_ item: EquityPeople.Item) -> HTML {
        HTML(text: item.sections.isEmpty ? "–" : item.sections.joined(separator: ", "))
    }

    private static func choices(
        _ filter: EquityFilter, _ school: EquityPlaces.School, _ section: String?, _ sections: [String],
        _ words: PageWords
    ) -> HTML {
        let schools =
            filter.places.schools.count > 1
            ? Field(name: "school", label: words("equity.school"), value: school.id.description, isRequired: false)
                .select(filter.places.schools.map { ($0.id.description, $0.name) }) : HTML()
        let windows = filter.places.terms + filter.places.years
        let term = Field(name: "term", label: words("equity.term"), value: filter.window.code, isRequired: false)
            .select(windows.map { ($0.code, $0.title) })
        let part = Field(name: "section", label: words("equity.section"), value: section ?? "", isRequired: false)
            .select([("", words("equity.allSections"))] + sections.map { ($0, $0) })
        return """
            <form class="filters" method="get" action="/equity/without-offer" aria-label="\(words("equity.filters"))">
            \(schools)\(term)\(part)<button>\(words("equity.show"))</button></form>
            """
    }
}
