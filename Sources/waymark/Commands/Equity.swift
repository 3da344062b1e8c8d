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
            Distinct people, by school, term and group; enrolled is the denominator. A learner counts at a school when \
            enrolled there for a day or more of the term, and in the group that held on the day of what is counted. \
            --show waiting says how many days it took to the first offer, --show initiators who began, --show supports \
            who asked for support and has it. --year and --from, --to count in other stretches of days.

            What would tell of few people is not shown (*), and others with it, so that subtraction gives nothing \
            away. --exact shows all: for those who work with the learners' records anyway. Any two days need it, \
            since two answers for almost the same days differ by single people.

            EXAMPLE
              waymark equity
              waymark equity --by race-ethnicity --and sex --form acceleration
              waymark equity --show waiting --by language --year 2026 --csv
              waymark equity --from 2025-09-01 --to 2025-10-15 --school "Hill High" --exact

            NEXT
              `waymark explain equity` names the events behind one number.
            """)

    @Option(help: "What to count: offers, waiting, initiators or supports.")
    var show = EquitySubject.offers
    @Option(help: ArgumentHelp("Only groups of this dimension: all, sex, race-ethnicity…", valueName: "dimension"))
    var by: String?
    @Option(help: ArgumentHelp("Cross them with the groups of this one.", valueName: "dimension"))
    var and: String?
    @Option(help: ArgumentHelp("Only this school.", valueName: "name"))
    var school: String?
    @Option(help: ArgumentHelp("Only this term.", valueName: "title"))
    var term: String?
    @Option(help: ArgumentHelp("In the school year that ends in this year, in the place of terms.", valueName: "year"))
    var year: Int32?
    @Option(help: ArgumentHelp("From this day on, in the place of terms.", valueName: "date"))
    var from: Day?
    @Option(help: ArgumentHelp("To this day, included.", valueName: "date"))
    var to: Day?
    @Option(help: "Only this form of opportunity: any, enrichment, acceleration, scaffold or support.")
    var form = AccessForm.any
    @Option(help: ArgumentHelp("With --show waiting: the first days after coming that are soon.", valueName: "count"))
    var days: Int32 = 30
    @Flag(help: "Show numbers of few people too. Not for what leaves the circle of staff.")
    var exact = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        if and != nil, by == nil { throw ValidationError("--and goes with --by.") }
        if let by, by == and { throw ValidationError("--by and --and must name two dimensions.") }
        if and == AccessQuery.everyone || and != nil && by == AccessQuery.everyone {
            throw ValidationError("--by and --and must name dimensions of groups, not all.")
        }
        guard (from == nil) == (to == nil) else { throw ValidationError("--from and --to go together.") }
        guard [term != nil, year != nil, from != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("--term, --year and --from with --to cannot be had at once.")
        }
        if let from, let to, from.date > to.date { throw ValidationError("--from must not be after --to.") }
        guard (1...3_660).contains(days) else { throw ValidationError("--days must be 1 to 3,660.") }
        if !exact, from != nil || days != 30 {
            throw ValidationError(
                "--from, --to and --days need --exact: answers that differ by a day differ by single people.")
        }
    }

    func run() async throws {
        try await Site.work(in: district) { _, log in
            for projection in [AccessEquity.name, Identity.name] {
                try await Projecting.tellLag(of: projection, in: log)
            }
            let question = EquityQuestion(
                form: form.rawValue, dimension: by, crossed: and, schools: school.map { .named($0) } ?? .all,
                windows: windows, days: days)
            try await question.check(log)
            let found = try await question.answer(log, exact: exact)
            try answer.show(found.table(show), note: note(found))
        }
    }

    private var windows: EquityQuestion.Windows {
        if let year { return .schoolYear(year) }
        if let from, let to { return .days(from.date, to.date) }
        return .terms(term)
    }

    private func note(_ found: EquityAnswer) -> String? {
        if found.isEmpty { return "Nobody is enrolled in a school and term like that yet." }
        guard found.hides else { return nil }
        return "* not shown, so that nobody can be told from it: fewer than \(AccessRelease.threshold) people, or what "
            + "would give such a number away."
    }

    /// A day as a person writes it.
    struct Day: ExpressibleByArgument {
        let date: CalendarDate

        init?(argument: String) {
            guard let date = CalendarDate(argument) else { return nil }
            self.date = date
        }
    }
}

/// A form of opportunity, or any.
enum AccessForm: String, CaseIterable, ExpressibleByArgument {
    case any, enrichment, acceleration, scaffold, support
}
