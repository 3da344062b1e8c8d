import ArgumentParser
import EventLog
import LearningRecord
import Projections
import ReferenceData

/// `waymark continuum`.
struct ContinuumOfLearner: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "continuum",
        abstract: "Show what a learner has demonstrated, is growing into, and what comes next.",
        discussion: """
            In the framework's order and its words. There are as many ways forward as the framework has, and nobody is \
            compared with anybody.

            EXAMPLE
              waymark continuum "Ada Moreno"
              waymark continuum roster:s-1042 --as-of 2025-12-31
              waymark continuum roster:s-1042 --json

            NEXT
              `waymark explain continuum LEARNER` names the events behind it.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            if asOf.asOf == nil { try await Projecting.tellLag(of: Continuum.name, in: log, about: person.id) }
            let continuum = try await ContinuumReader(log: log).continuum(of: person.id, asOf: asOf.point)
            if answer.json { return try Output.json(continuum.json) }
            let deciders = continuum.entries.flatMap(\.all).compactMap { $0.demonstrated?.decider.person }
            let tenant = log.district.tenant
            let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: deciders) }
            let names = Dictionary(people.compactMap { person in person.name.map { (person.id, $0) } }) { first, _ in
                first
            }
            let lines = ContinuumLines(continuum, people: names)
            if answer.csv { return try answer.show(lines.competencies) }
            try Output.pairs(person.heading)
            try Output.line()
            try answer.show(
                lines.competencies, note: continuum.entries.isEmpty ? "Nothing is demonstrated or under way yet." : nil)
            for (title, table) in [("What waits for people", lines.pending), ("Ways forward", lines.ways)]
            where !table.rows.isEmpty {
                try Output.line("\n\(title)")
                try answer.show(table)
            }
            guard !continuum.entries.isEmpty else { return }
            try Output.line("\nReadiness is reckoned by policy \(continuum.policy.version); people decide.")
        }
    }
}
