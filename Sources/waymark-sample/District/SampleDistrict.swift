import ArgumentParser
import Foundation
import LearningRecord

/// `waymark-sample district`.
struct SampleDistrict: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "district", abstract: "An invented district of any size from a seed, with truths planted in it.",
        discussion: """
            Writes framework.json (CASE), roster/ (OneRoster), events.jsonl, and truths.json and truths.md: what was \
            planted in which school, with numbers counted from the events. Nobody in it exists. The same seed and \
            options give the same bytes on every machine. Docs/sample.md tells more.

            EXAMPLE
              waymark-sample district --seed 7 --learners 200 --schools 5 --out district
              waymark-sample district --seed 7 --learners 25000 --schools 50 --years 2 --out large

            NEXT
              The command prints the imports that follow.
            """)

    @Option(help: ArgumentHelp("The same seed makes the same district.", valueName: "number"))
    var seed: UInt64
    @Option(help: ArgumentHelp("Learners of the whole district, 20 for each school or more.", valueName: "number"))
    var learners = 200
    @Option(help: ArgumentHelp("Schools; the first five have a truth each, then they repeat.", valueName: "number"))
    var schools = 5
    @Option(help: ArgumentHelp("School years, of two terms each.", valueName: "number"))
    var years = 1
    @Option(help: ArgumentHelp("Events of a learner in all, about.", valueName: "number"))
    var eventsPerLearner = 40
    @Option(help: ArgumentHelp("The year in whose autumn the first school year begins.", valueName: "year"))
    var startYear = 2025
    @Option(
        help: ArgumentHelp(
            "The day in whose week the last events are, in the place of --start-year; the last term goes on for ten weeks.",
            valueName: "date"))
    var endsOn: String?
    @Option(help: ArgumentHelp("Learners of a section, about.", valueName: "number"))
    var sectionSize = DistrictOptions.usualSectionSize
    @Option(help: ArgumentHelp("The folder to write into: new, empty, or an earlier sample.", valueName: "folder"))
    var out: String

    private var options: DistrictOptions {
        DistrictOptions(
            seed: seed, learners: learners, schools: schools, years: years, eventsPerLearner: eventsPerLearner,
            startYear: startYear, sectionSize: sectionSize, endsOn: endsOn.flatMap { CalendarDate($0) })
    }

    func validate() throws {
        if let endsOn, CalendarDate(endsOn) == nil {
            throw ValidationError("--ends-on must be a date such as 2026-11-27, not \(endsOn).")
        }
        try options.check()
        try SampleOutput.check(URL(fileURLWithPath: out))
    }

    func run() throws {
        let counts = try DistrictWriter.write(options, into: URL(fileURLWithPath: out))
        print(
            """
            \(counts.schools) schools, \(counts.learners) learners, \(counts.events) events; what is planted in them \
            stands in \(out)/truths.md

            NEXT
              waymark import case \(out)/framework.json
              waymark import oneroster \(out)/roster
              waymark import events \(out)/events.jsonl
              waymark project
            """)
    }
}
