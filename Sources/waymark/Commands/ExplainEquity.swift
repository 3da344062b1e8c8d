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
            group of a dimension (everyone, unless given), in a term, a school year or between any two days.

            EXAMPLE
              waymark explain equity never-offered --school "Hill High" --term "Autumn 2025"
              waymark explain equity offered --school S --term T --by sex --group female
              waymark explain equity offered --school S --year 2026
              waymark explain equity offered --school S --from 2025-09-01 --to 2025-10-15

            NEXT
              `waymark learner LEARNER` shows the whole record of one of them.
            """)

    @Argument(help: "Which number: enrolled, offered, accepted, started, completed or never-offered.")
    var measure: AccessMeasure
    @Option(help: ArgumentHelp("The school.", valueName: "name"))
    var school: String
    @Option(help: ArgumentHelp("The term.", valueName: "title"))
    var term: String?
    @Option(help: ArgumentHelp("The school year that ends in this year, in the place of a term.", valueName: "year"))
    var year: Int32?
    @Option(help: ArgumentHelp("From this day on, in the place of a term.", valueName: "date"))
    var from: Equity.Day?
    @Option(help: ArgumentHelp("To this day, included.", valueName: "date"))
    var to: Equity.Day?
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
        guard (from == nil) == (to == nil) else { throw ValidationError("--from and --to go together.") }
        guard [term != nil, year != nil, from != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("One of --term, --year, and --from with --to is needed.")
        }
        if let from, let to, from.date > to.date { throw ValidationError("--from must not be after --to.") }
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1,000.") }
    }

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let question = EquityQuestion(
                form: form.rawValue, dimension: by, schools: .named(school), windows: windows)
            try await question.check(log)
            let place = try await question.place(log)
            for projection in [AccessEquity.name, Identity.name] {
                try await Projecting.tellLag(of: projection, in: log)
            }
            let cell = ExplainedCell.Access(
                school: place.school, in: .days(place.window.from, place.window.to),
                dimension: by ?? AccessQuery.everyone, group: group ?? "everyone", form: form.rawValue, measure: measure
            )
            let explanation = try await Explain(log: log).cell(.access(cell), limit: limit)
            let lines = try await ExplanationLines(explanation, in: log)
            try answer.show(lines.table, note: note(explanation))
        }
    }

    private var windows: EquityQuestion.Windows {
        if let year { return .schoolYear(year) }
        if let from, let to { return .days(from.date, to.date) }
        return .terms(term)
    }

    private func note(_ explanation: Explanation) -> String {
        let all = Cell.grouped(explanation.learnerCount)
        let shown = explanation.learners.count
        return Int64(shown) < explanation.learnerCount
            ? "\(all) learners; here are \(shown) of them (--limit shows more)." : "\(all) learners."
    }
}

extension AccessMeasure: ExpressibleByArgument {}
