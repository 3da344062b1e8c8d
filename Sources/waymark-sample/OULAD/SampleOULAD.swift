import ArgumentParser
import Foundation

/// `waymark-sample oulad`.
struct SampleOULAD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oulad", abstract: "The Open University's learning analytics data: enrolments and submissions.",
        discussion: """
            Reads courses.csv, assessments.csv, studentInfo.csv and studentAssessment.csv, and writes a framework with \
            a competency for each module, a roster for each presentation, with sex, age, disability and deprivation \
            as groups, and every submission as an attempt. The scores stay in the lines, for the import to drop.

            A learner's groups may change from one presentation to the next. Each roster says how things stood when \
            its presentation began, so import them in order, each as of its day.

            EXAMPLE
              waymark-sample oulad oulad/ --out oulad-sample

            NEXT
              The command prints the imports that follow.
            """)

    @Argument(help: "The folder of the CSV files.")
    var folder: String
    @Option(help: ArgumentHelp("The folder to write into.", valueName: "folder"))
    var out: String

    func run() throws {
        let counts = try OULADWriter.write(URL(fileURLWithPath: folder), into: URL(fileURLWithPath: out))
        let imports = counts.presentations.sorted { $0.start < $1.start }.map {
            "  waymark import oneroster \(out)/roster-\($0.code) --as-of \($0.start)"
        }
        print(
            """
            \(counts.enrolments) enrolments of \(counts.learners) learners, \(counts.submissions) submissions, \
            \(counts.scores) of them with a score

            NEXT
              waymark import case \(out)/framework.json
            \(imports.joined(separator: "\n"))
              waymark import events \(out)/events.jsonl --drop-grades
              waymark project
            """)
    }
}
