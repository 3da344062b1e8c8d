/// Counts distinct learners of a school in a term or a year, by group and form: what `analytics.access` must say.
struct AccessTally {
    /// A cell that somebody is in.
    struct Cell {
        let dimension, group, form: String
        let enrolled, offered, accepted, started, completed: Int
        var neverOffered: Int { enrolled - offered }
    }

    private static let forms: [OfferForm?] = [nil] + OfferForm.allCases.map { $0 }
    private static let groups = DistrictGroups.dimensions.map(\.1.count).reduce(0, +)
    private static let steps = AccessMarks.Step.allCases.count

    private var enrolled = [Int](repeating: 0, count: groups)
    private var taken = [Int](repeating: 0, count: groups * forms.count * steps)

    /// Counts a learner who was enrolled.
    mutating func add(_ groups: DistrictGroups, _ marks: AccessMarks) {
        var first = 0
        for (dimension, group) in zip(DistrictGroups.dimensions, groups.places) {
            enrolled[first + group] += 1
            for (place, form) in Self.forms.enumerated() {
                for step in AccessMarks.Step.allCases where marks.has(step, form) {
                    taken[((first + group) * Self.forms.count + place) * Self.steps + step.rawValue] += 1
                }
            }
            first += dimension.1.count
        }
    }

    /// The cells, in a fixed order: dimensions, groups, forms.
    var cells: [Cell] {
        var cells: [Cell] = []
        var place = 0
        for (dimension, groups) in DistrictGroups.dimensions {
            for group in groups {
                defer { place += 1 }
                guard enrolled[place] > 0 else { continue }
                for (number, form) in Self.forms.enumerated() {
                    let first = (place * Self.forms.count + number) * Self.steps
                    cells.append(
                        Cell(
                            dimension: dimension, group: group, form: form.map { "\($0.name)" } ?? "any",
                            enrolled: enrolled[place], offered: taken[first], accepted: taken[first + 1],
                            started: taken[first + 2], completed: taken[first + 3]))
                }
            }
        }
        return cells
    }
}
