import Foundation

/// Writes `truths.json`: what was planted and what was counted, for programs.
struct TruthsFile {
    /// How every such file begins: by it an earlier sample is known.
    static let mark = "{\"form\": \"waymark-sample district\""
    private let file: OutputFile
    private var isFirst = true

    init(_ folder: URL, _ options: DistrictOptions, schools: [DistrictSchool]) throws {
        file = try OutputFile(folder.appendingPathComponent("truths.json"))
        try file.write(
            """
            \(Self.mark), "version": 1,
            "options": {"seed": \(options.seed), "learners": \(options.learners), "schools": \(options.schools), \
            "years": \(options.years), "eventsPerLearner": \(options.eventsPerLearner), \
            "startYear": \(options.firstYear)},
            "schools": [
            \(schools.map(Self.school).joined(separator: ",\n"))
            ],
            "counted": [

            """)
        // What is on the disk shows what the folder is, also when the work is cut short.
        try file.flush()
    }

    /// Writes what was counted in a school and a term.
    mutating func write(_ truth: PlaceTruth) throws {
        var text = isFirst ? "" : ",\n"
        isFirst = false
        text += "{\"school\": \"\(truth.school.name)\", \"term\": \"\(truth.term)\""
        if !truth.isYear {
            text += ", \"isInPilot\": \(truth.isInPilot), \"withDecision\": \(truth.withDecision),\n \"firstOffers\": ["
            text += truth.firstOffers.map { offer in
                """
                {"language": "\(offer.group)", "learners": \(offer.days.count), "fewestDays": \(offer.days[0]), \
                "middleDays": \(offer.middle), "mostDays": \(offer.days[offer.days.count - 1])}
                """
            }.joined(separator: ",\n  ")
            text += "],\n \"sections\": ["
            text += truth.sections.map { section in
                let before = section.before.map {
                    "{\"demonstrated\": \($0.demonstrated), \"learners\": \($0.learners)}"
                }
                return "{\"section\": \"\(section.id)\", \"before\": [\(before.joined(separator: ", "))]}"
            }.joined(separator: ",\n  ")
            text += "]"
        }
        text += ",\n \"access\": [\n"
        text += truth.access.cells.map { cell in
            """
              {"dimension": "\(cell.dimension)", "group": "\(cell.group)", "form": "\(cell.form)", \
            "enrolled": \(cell.enrolled), "offered": \(cell.offered), "accepted": \(cell.accepted), \
            "started": \(cell.started), "completed": \(cell.completed), "neverOffered": \(cell.neverOffered)}
            """
        }.joined(separator: ",\n")
        try file.write(text + "\n]}")
    }

    /// Writes how many events there are, and ends the file.
    func close(_ writer: EventWriter) throws {
        let kinds = SampleKind.allCases.map { "\"\($0.name)\": \(writer.counts[$0.rawValue])" }
        try file.write(
            """

            ],
            "events": \(writer.total), "recordedLate": \(writer.late),
            "kinds": {\(kinds.joined(separator: ", "))}
            }

            """)
        try file.close()
    }

    private static func school(_ school: DistrictSchool) -> String {
        """
        {"sourcedId": "\(school.id)", "name": "\(school.name)", "truth": "\(school.truth.rawValue)", \
        "learners": \(school.learners.count), "what": "\(school.truth.what)"}
        """
    }
}
