import Markup
import Projections

/// What came of the offers at one school, and who began them: of everyone together.
struct EquitySteps {
    let filter: EquityFilter
    let words: PageWords
    let place: EquityFigures.Place

    private static let steps: [EquityMeasure] = [.accepted, .started, .completed]
    private static let initiators: [(number: AccessNumber, key: String)] = [
        (.byTeacher, "teacher"), (.byFamily, "family"), (.byLearner, "learner"), (.byRule, "rule"),
    ]

    var html: HTML {
        """
        <section><h2>\(words("equity.after.heading"))</h2>\(after.html)</section>
        <section><h2>\(words("equity.who.heading"))</h2>\(began.html)</section>
        """
    }

    private var after: OfficeTable {
        OfficeTable(
            caption: words("equity.after.caption"),
            columns: [
                .init(title: words("equity.step")), .init(title: words("equity.people"), isNumber: true),
                .init(title: words("equity.outOf"), isNumber: true), .init(title: words("equity.rate"), isNumber: true),
                .init(title: words("equity.how"), isUnseen: true),
            ],
            rows: Self.steps.map { step in
                let name = words("equity.s.\(step.rawValue)")
                let how = filter.address(
                    "/equity/explain", measure: step, by: AccessQuery.everyone, more: [("group", "everyone")])
                return [HTML(text: name)] + counts(step.number) + [
                    HTML(text: place.everyone.share(step)?.rate.map(words.percent) ?? "–"),
                    #"<a href="\#(how)">\#(words("equity.how")) <span class="unseen">\#(name)</span></a>"#,
                ]
            })
    }

    private var began: OfficeTable {
        OfficeTable(
            caption: words("equity.who.caption"),
            columns: [
                .init(title: words("equity.who")), .init(title: words("equity.people"), isNumber: true),
                .init(title: words("equity.outOf"), isNumber: true),
            ],
            rows: Self.initiators.map { initiator in
                [HTML(text: words("equity.w.\(initiator.key)"))] + counts(initiator.number)
            })
    }

    private func counts(_ number: AccessNumber) -> [HTML] {
        let whole = number.whole.flatMap { place.everyone[$0] }
        return [HTML(text: words.count(place.everyone[number])), HTML(text: words.count(whole))]
    }
}
