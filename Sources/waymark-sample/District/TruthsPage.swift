import Foundation

/// Writes `truths.md`: what was planted and how large it is, for people.
struct TruthsPage {
    private let file: OutputFile

    init(_ folder: URL, _ options: DistrictOptions, schools: [DistrictSchool]) throws {
        file = try OutputFile(folder.appendingPathComponent("truths.md"))
        try file.write(
            """
            # What is planted in this sample
            Seed \(options.seed): \(options.learners) learners in \(options.schools) schools over \(options.years) \
            school years from \(options.firstYear). All of it is invented. The numbers were counted while the events \
            were written; `truths.json` has all of them, by every group and form.

            | school | truth | what was done |
            |---|---|---|

            """)
        for school in schools {
            try file.write("| \(school.name) | \(school.truth.rawValue) | \(school.truth.what) |\n")
        }
        try file.write(
            """

            `waymark equity --by language --school "…" --term "…" --exact` must show the same. A learner counts once, however \
            many offers there were.

            """)
    }

    /// Writes what was counted in a school and a term.
    func write(_ truth: PlaceTruth) throws {
        var text = """

            ## \(truth.school.name), \(truth.term)\(truth.isInPilot ? " (pilot)" : "")
            | language | enrolled | offered | accepted | started | completed | never offered | first offer after days |
            |---|---:|---:|---:|---:|---:|---:|---|

            """
        for cell in truth.access.cells where cell.form == "any" && ["all", "language"].contains(cell.dimension) {
            let first = truth.firstOffers.first { $0.group == cell.group }
            let days = first.map { "\($0.days[0]) to \($0.days[$0.days.count - 1]), the middle \($0.middle)" } ?? "–"
            text += """
                | \(cell.group) | \(cell.enrolled) | \(cell.offered) | \(cell.accepted) | \(cell.started) \
                | \(cell.completed) | \(cell.neverOffered) | \(days) |

                """
        }
        if !truth.isYear {
            text += "\nLearners with a decision in the term: \(truth.withDecision). "
            text += "Competencies demonstrated before the term, by section:\n\n"
            for section in truth.sections {
                let before = section.before.map { "\($0.demonstrated) by \($0.learners)" }
                text += "- `\(section.id)`: \(before.joined(separator: ", "))\n"
            }
        }
        try file.write(text)
    }

    /// Ends the page.
    func close() throws { try file.close() }
}
