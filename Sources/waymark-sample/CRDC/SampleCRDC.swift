import ArgumentParser
import Foundation

/// `waymark-sample crdc`.
struct SampleCRDC: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crdc",
        abstract: "Schools of the Civil Rights Data Collection: who learns there, and who was offered what.",
        discussion: """
            Reads school rows of the CRDC 2013-14 (columns SCH_ENR_* and SCH_GTENR_* by race and sex), and writes a \
            roster with one numbered learner for each that was counted, and the offers that put the counted ones into \
            the programme for the gifted and talented. Where the survey says "not applicable" nothing is offered.

            EXAMPLE
              waymark-sample crdc crdc-2013-14-sample-1000-schools.access.csv --out crdc

            NEXT
              The command prints the imports that follow.
            """)

    @Argument(help: "The CSV file of schools.")
    var file: String
    @Option(help: ArgumentHelp("The folder to write into.", valueName: "folder"))
    var out: String

    func run() throws {
        let folder = URL(fileURLWithPath: out)
        let counts = try CRDCWriter.write(file, into: folder)
        print(
            """
            \(counts.schools) schools of \(counts.districts) districts, \(counts.learners) learners, \
            \(counts.offers) offers, all of them accepted

            NEXT
              waymark import oneroster \(out)/roster --as-of \(CRDCYear.firstDay)
              waymark import events \(out)/events.jsonl
              waymark project
            """)
    }
}
