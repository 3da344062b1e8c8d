import LearningRecord
import Markup
import Projections

/// The rates of groups, or of schools: a picture, and the table with the same figures.
struct EquityRatesSection {
    /// A line of the picture and of the table.
    struct Item {
        let name: String
        let line: AccessRelease.Line
        let school: SchoolID
    }

    let filter: EquityFilter
    let words: PageWords
    /// Tells its picture from others on the page.
    let id: String
    let items: [Item]
    /// Everyone together, where groups are shown.
    let everyone: AccessRelease.Line?

    private var isOfSchools: Bool { everyone == nil }

    var html: HTML {
        let rows = items.map { DotPlot.Row(name: $0.name, share: $0.line.share(filter.measure)) }
        let whole = filter.by == AccessQuery.everyone ? nil : everyone?.share(filter.measure)
        let kind = isOfSchools ? words("equity.plot.schools") : words.dimension(filter.by)
        let plot = DotPlot(
            id: id,
            title: words("equity.plot.alt", ["figure": words("equity.m.\(filter.measure.rawValue)"), "by": kind]),
            rows: rows, everyone: whole, words: words)
        return plot.figure(caption(whole)) + table.html + hiddenNote
    }

    private func caption(_ whole: Share?) -> String {
        guard let whole else { return words(isOfSchools ? "equity.keyPlain" : "equity.keyAlone") }
        return words(
            "equity.key", ["k": words.number(Int(whole.part)), "n": words.number(Int(whole.whole))])
    }

    private var table: OfficeTable {
        OfficeTable(
            caption: words("equity.caption.\(filter.measure.rawValue)"),
            columns: [
                .init(title: words(isOfSchools ? "equity.school" : "equity.group")),
                .init(title: words("equity.part.\(filter.measure.rawValue)"), isNumber: true),
                .init(title: words("equity.whole.\(filter.measure.whole.rawValue)"), isNumber: true),
                .init(title: words("equity.rate"), isNumber: true), .init(title: words("equity.interval")),
                .init(title: words("equity.how"), isUnseen: true),
            ], rows: items.map(row))
    }

    private func row(_ item: Item) -> [HTML] {
        let share = item.line.share(filter.measure)
        let interval = share?.interval.map {
            words("equity.to", ["low": words.percent($0.low), "high": words.percent($0.high)])
        }
        let how = filter.address(
            "/equity/explain", school: item.school, more: [("group", item.line.counts.group)])
        return [
            "\(item.name)", HTML(text: words.count(item.line[filter.measure.number])),
            HTML(text: words.count(item.line[filter.measure.whole])),
            HTML(text: share?.rate.map(words.percent) ?? "–"), HTML(text: interval ?? "–"),
            #"<a href="\#(how)">\#(words("equity.how")) <span class="unseen">\#(item.name)</span></a>"#,
        ]
    }

    private var hiddenNote: HTML {
        guard items.contains(where: { !$0.line.hidden.isEmpty }) else { return HTML() }
        return Self.whyHidden(words)
    }

    /// Why some figures are not shown.
    static func whyHidden(_ words: PageWords) -> HTML {
        """
        <details><summary>\(words("equity.fewWhy"))</summary><p class="prose">\
        \(words("equity.fewWhyText", ["n": words.number(Int(AccessRelease.threshold))]))</p></details>
        """
    }
}

extension PageWords {
    /// A number of people, or that it is too few to show.
    func count(_ number: Int64?) -> String { number.map { self.number(Int($0)) } ?? self("equity.few") }
}
