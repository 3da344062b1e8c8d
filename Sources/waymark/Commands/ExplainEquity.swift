public import ArgumentParser
import EventLog
import LearningRecord
import LibPQ
public import Projections

/// `waymark explain equity`.
struct ExplainEquity: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "equity", abstract: "Name the learners and events behind one number of the equity table.",
        discussion: """
            The number is one of enrolled, offered, accepted, started, completed, never-offered, for a school and a \
            term, and a group of a dimension (everyone, unless given).

            EXAMPLE
              waymark explain equity never-offered --school "Hill High" --term "Autumn 2025"
              waymark explain equity offered --school S --term T --by sex --group female

            NEXT
              `waymark learner LEARNER` shows the whole record of one of them.
            """)

    @Argument(help: "Which number: enrolled, offered, accepted, started, completed or never-offered.")
    var measure: AccessMeasure
    @Option(help: ArgumentHelp("The school.", valueName: "name"))
    var school: String
    @Option(help: ArgumentHelp("The term.", valueName: "title"))
    var term: String
    @Option(help: ArgumentHelp("The dimension of groups.", valueName: "dimension"))
    var by: String?
    @Option(help: ArgumentHelp("The group.", valueName: "name"))
    var group: String?
    @Option(help: "Only this form of opportunity: any, enrichment, acceleration, scaffold or support.")
    var form = AccessForm.any
    @Option(help: "Learners to show, at most.")
    var limit = 20
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard (by == nil) == (group == nil) else { throw ValidationError("--by and --group go together.") }
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1,000.") }
    }

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let question = EquityQuestion(
                form: form.rawValue, dimension: by, crossed: nil, school: school, windows: .terms(term))
            try await question.check(log)
            let place = try await question.place(log)
            try await Projecting.tellLag(of: AccessEquity.name, in: log)
            let cell = ExplainedCell.Access(
                school: place.school, term: place.term, dimension: by ?? AccessQuery.everyone,
                group: group ?? "everyone", form: form.rawValue, measure: measure)
            let explanation = try await Explain(log: log).cell(.access(cell), limit: limit)
            let lines = try await ExplanationLines(explanation, in: log)
            try answer.show(lines.table, note: note(explanation))
        }
    }

    private func note(_ explanation: Explanation) -> String {
        let all = Cell.grouped(explanation.learnerCount)
        let shown = explanation.learners.count
        return Int64(shown) < explanation.learnerCount
            ? "\(all) learners; here are \(shown) of them (--limit shows more)." : "\(all) learners."
    }
}

extension AccessMeasure: ExpressibleByArgument {}
