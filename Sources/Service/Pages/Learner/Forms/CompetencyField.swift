import LearningRecord
import Markup

/// What something is about: a choice among what can be learned, area by area in the framework's order.
struct CompetencyField {
    let page: LearnerPage
    let chosen: CompetencyID?
    /// Whether it may be about nothing in particular.
    var isOptional = false

    static let name = "competency"
    /// From how many on only the area of the chosen one is listed.
    private static let most = 400

    /// What a form or an address chose; where it chose nothing, the first of all, as a browser would.
    static func chosen(_ form: Form, _ page: LearnerPage, isOptional: Bool = false) -> CompetencyID? {
        let asked: CompetencyID? = form.id(name) ?? page.page.visit.query.text(name).flatMap { CompetencyID($0) }
        if let asked, page.frameworks[asked] != nil { return asked }
        return isOptional ? nil : page.frameworks.learnable.first?.competencies.first?.id
    }

    var html: HTML {
        let parts = FormParts(words: page.words, form: Form(), errors: FieldErrors())
        let none: HTML = isOptional ? #"<option value="">\#(page.words("form.none"))</option>"# : HTML()
        let required: HTML = isOptional ? HTML() : " required"
        let name = Self.name
        return parts.field(
            name, page.words("form.competency"), nil, isOptional,
            #"<select id="\#(name)" name="\#(name)"\#(required)>\#(none)\#(groups.map(group))</select>"#)
    }

    private var groups: [(area: Competency?, competencies: [Competency])] {
        var groups = page.frameworks.learnable
        let count = groups.reduce(0) { $0 + $1.competencies.count }
        if count > Self.most, let chosen, let area = page.frameworks.area(chosen) {
            groups = groups.filter { $0.area?.id == area.id }
        }
        if let chosen, let known = page.frameworks[chosen],
            !groups.contains(where: { $0.competencies.contains { $0.id == chosen } })
        {
            groups.insert((nil, [known]), at: 0)
        }
        return groups
    }

    private func group(_ group: (area: Competency?, competencies: [Competency])) -> HTML {
        let options = group.competencies.map { competency -> HTML in
            let selected: HTML = competency.id == chosen ? " selected" : HTML()
            let text = [competency.code, competency.title].compactMap(\.self).joined(separator: " ")
            return #"<option value="\#(competency.id.description)"\#(selected)>\#(text)</option>"#
        }
        guard let area = group.area else { return options.reduce(HTML(), +) }
        return #"<optgroup label="\#(area.title)">\#(options)</optgroup>"#
    }
}

/// A level in the words of the framework: what a form holds of it is its name, never its place.
enum LevelField {
    static let name = "level"

    static func html(
        _ page: LearnerPage, _ parts: FormParts, about competency: CompetencyID?, legend: String, hint: String? = nil
    ) -> HTML {
        let scale = competency.map { page.frameworks.scale($0) } ?? page.frameworks.districtLevels
        let choices = scale.levels.map { level in
            FormParts.Choice(
                value: level.name, label: HTML(text: level.name), hint: level.description.map { HTML(text: $0) })
        }
        return parts.choices(name, legend, choices, hint: hint)
    }

    /// The level that was chosen; `nil` where none was, or where the competency has none of that name.
    static func chosen(_ form: Form, _ page: LearnerPage, about competency: CompetencyID) -> Level? {
        page.frameworks.scale(competency).levels.first { $0.name == form[name] }?.level
    }
}
