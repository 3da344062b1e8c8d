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
            let lines = ContinuumLines(continuum)
            if answer.csv { return try answer.show(lines.competencies) }
            try Output.pairs(person.heading(ids: try await IdentityReader(log: log).ids(of: person.id)))
            try Output.line()
            try answer.show(
                lines.competencies, note: continuum.entries.isEmpty ? "Nothing is demonstrated or under way yet." : nil)
            guard !continuum.ways.isEmpty else { return }
            try Output.line("\nWays forward")
            try answer.show(lines.ways)
        }
    }
}
