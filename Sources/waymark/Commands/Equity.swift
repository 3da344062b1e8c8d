import ArgumentParser
import EventLog
import LearningRecord
import Projections

/// `waymark equity`.
struct Equity: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "equity",
        abstract: "Show who was offered opportunities, took them up, completed them, or never had one.",
        discussion: """
            Distinct learners, by school, term and group; enrolled is the denominator. A learner counts in a school \
            and term when enrolled there for a day or more, and in the group that held then. Small groups can name a \
            child: what leaves the circle of staff must be suppressed first.

            EXAMPLE
              waymark equity
              waymark equity --by sex --school "Hill High" --csv
              waymark equity --by race-ethnicity --and sex --form acceleration

            NEXT
              `waymark explain equity` names the events behind one number.
            """)

    @Option(help: ArgumentHelp("Only groups of this dimension: all, sex, race-ethnicity…", valueName: "dimension"))
    var by: String?
    @Option(help: ArgumentHelp("Cross them with the groups of this one.", valueName: "dimension"))
    var and: String?
    @Option(help: ArgumentHelp("Only this school.", valueName: "name"))
    var school: String?
    @Option(help: ArgumentHelp("Only this term.", valueName: "title"))
    var term: String?
    @Option(help: "Only this form of opportunity: any, enrichment, acceleration, scaffold or support.")
    var form = AccessForm.any
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        if and != nil, by == nil { throw ValidationError("--and goes with --by.") }
        if let by, by == and { throw ValidationError("--by and --and must name two dimensions.") }
    }

    func run() async throws {
        try await Site.work(in: district) { _, log in
            try await Projecting.tellLag(of: AccessEquity.name, in: log)
            let question = EquityQuestion(
                form: form.rawValue, dimension: by, crossed: and, school: school, term: term)
            try await question.check(log)
            let table = try await question.table(log)
            try answer.show(
                table, note: table.rows.isEmpty ? "Nobody is enrolled in a school and term like that yet." : nil)
        }
    }
}

/// A form of opportunity, or any.
enum AccessForm: String, CaseIterable, ExpressibleByArgument {
    case any, enrichment, acceleration, scaffold, support
}
