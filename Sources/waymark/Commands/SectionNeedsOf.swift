import ArgumentParser
import EventLog
import LearningRecord
import Projections
import ReferenceData

/// `waymark section`.
struct SectionNeedsOf: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "section", abstract: "Show what the learners of a section need next.",
        discussion: """
            By need and competency, learners by name: who is ready for a decision, what to look at again, whose voice to \
            hear, who waits for a support or an answer, where evidence is still to come, where they could go on. Nobody \
            is ordered by level, and nobody is left out.

            EXAMPLE
              waymark section "Ratios, period 2"
              waymark section roster:c-118 --json
              waymark section roster:c-118 --on 2026-03-02

            NEXT
              `waymark continuum LEARNER` shows one learner; `waymark explain continuum LEARNER COMPETENCY` the events.
            """)

    @Argument(help: ArgumentHelp(SectionReference.help))
    var section: String
    @Option(help: ArgumentHelp("Whoever was enrolled on that day, instead of today (UTC).", valueName: "date"))
    var on: Day?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let named = try await SectionReference.resolve(section, in: log)
            for table in [Continuum.name, AccessEquity.name] { try await Projecting.tellLag(of: table, in: log) }
            let needs = try await SectionReader(log: log).needs(in: named.id, enrolledOn: on?.date)
            let lines = SectionLines(needs: needs)
            if answer.json || answer.csv { return try answer.show(lines.all) }
            try Output.pairs([
                ("Section", named.title),
                ("School", ([named.school].compactMap(\.self) + named.terms).joined(separator: ", ")),
                ("Enrolled", "on \(needs.day)"),
            ])
            if needs.learners.isEmpty {
                try Output.line("\nNobody is enrolled in it on that day; --on DATE names another.")
            }
            for (title, table) in lines.byNeed {
                try Output.line("\n\(title)")
                try answer.show(table)
            }
            guard !needs.groups.isEmpty else { return }
            try Output.line("\nReadiness is reckoned by policy \(needs.policy.version); people decide.")
        }
    }
}
