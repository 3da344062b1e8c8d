import Foundation
import LearningRecord
import Markup
import Projections

/// What somebody wants to see of the figures of access: where, when, of which groups.
struct EquityFilter: Sendable {
    let places: EquityPlaces
    /// `nil` for all schools within reach.
    let school: SchoolID?
    let window: AccessWindow
    /// The dimension of groups; ``AccessQuery/everyone`` for all people together.
    let by: String
    let kind: EquityRoutes.Form
    let measure: EquityMeasure
}

extension EquityFilter {
    /// Reads it from an address; what is not said is the current term, everyone, and what was offered.
    /// - Returns: `nil` where the district has no term yet.
    /// - Throws: ``Problem`` where the address names what there is not, or what is not the reader's to see.
    init?(_ query: Query, _ places: EquityPlaces) throws(Problem) {
        let asked: SchoolID? = try query.id("school")
        let only = places.schools.count == 1 ? places.schools.first?.id : nil
        if let asked, !places.schools.contains(where: { $0.id == asked }) { throw .notFound }
        var window = places.current(on: Page.now().date)
        if let text = query.text("term") {
            window = places.window(text)
            if window == nil { throw .notFound }
        }
        guard let window else { return nil }
        let by = query.text("by") ?? AccessQuery.everyone
        guard places.dimensions.contains(by) else { throw .notFound }
        self.init(
            places: places, school: asked ?? only, window: window, by: by, kind: try query.choice("kind") ?? .any,
            measure: try query.choice("measure") ?? .offered)
    }

    /// The question behind it, in some windows.
    func question(by dimension: String? = nil, in windows: [AccessWindow]? = nil) throws(Problem) -> EquityQuestion {
        EquityQuestion(
            form: kind.rawValue, dimension: dimension ?? by,
            schools: try EquityRoutes.schools(school, among: places.reach),
            windows: .these(windows ?? [window]))
    }

    /// An address of a page of these figures.
    func address(
        _ path: String, school: SchoolID? = nil, measure: EquityMeasure? = nil, by dimension: String? = nil,
        more: [(String, String?)] = []
    ) -> String {
        Addresses.address(
            path,
            [
                ("school", (school ?? self.school)?.description), ("term", window.code), ("by", dimension ?? by),
                ("kind", kind.rawValue), ("measure", (measure ?? self.measure).rawValue),
            ] + more)
    }

    /// The form in which it is chosen.
    func form(_ words: PageWords) -> HTML {
        let all = places.schools.count > 1 ? [(value: "", text: words("equity.allSchools"))] : []
        let schools = all + places.schools.map { (value: $0.id.description, text: $0.name) }
        let windows = places.terms + places.years
        let fields = [
            select("school", words("equity.school"), school?.description ?? "", schools),
            select("term", words("equity.term"), window.code, windows.map { ($0.code, $0.title) }),
            select("by", words("equity.by"), by, places.dimensions.map { ($0, words.dimension($0)) }),
            select(
                "kind", words("equity.kind"), kind.rawValue,
                EquityRoutes.Form.allCases.map { ($0.rawValue, words("equity.kind.\($0.rawValue)")) }),
            select(
                "measure", words("equity.measure"), measure.rawValue,
                EquityMeasure.allCases.map { ($0.rawValue, words("equity.m.\($0.rawValue)")) }),
        ]
        return """
            <form class="filters" method="get" action="/equity" aria-label="\(words("equity.filters"))">
            \(fields)<button>\(words("equity.show"))</button></form>
            """
    }

    private func select(
        _ name: String, _ label: String, _ value: String, _ choices: [(value: String, text: String)]
    ) -> HTML {
        Field(name: name, label: label, value: value, isRequired: false).select(choices)
    }
}

extension PageWords {
    /// What a dimension of groups is called: those that everybody has, in the reader's language; others as the district
    /// wrote them.
    func dimension(_ name: String) -> String {
        let known = ["all": "none", "language": "language", "race-ethnicity": "race", "sex": "sex", "grade": "grade"]
        if let key = known[name] { return self("equity.by.\(key)") }
        return self("equity.by.other", ["dimension": name])
    }

    /// What a group is called.
    func group(_ name: String, of dimension: String) -> String {
        if dimension == AccessQuery.everyone { return self("equity.everyone") }
        let key = name == "unknown" ? "group.unknown" : "group.\(dimension).\(name)"
        let text = self(key)
        // The catalogue knows those of the standards; a district's own stand as they were written.
        return text == key ? name : text
    }
}
