import ArgumentParser
import EventLog
import Projections
import ReferenceData

/// `waymark explain continuum`.
struct ExplainContinuum: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "continuum", abstract: "Name the events behind a learner's place with a competency.",
        discussion: """
            Corrections that touched it are among them, and events that no longer count say why. Below them stands which \
            policy the decision cites, what that asked for, and how the evidence stood to it. --as-of and --happened-by \
            explain the line as `waymark continuum` shows it for that time.

            EXAMPLE
              waymark explain continuum "Ada Moreno" R.2
              waymark explain continuum "Ada Moreno" R.2 --as-of 2025-12-31

            NEXT
              `waymark learner LEARNER --words` shows what people wrote in them.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Argument(help: "The competency: its code, its identifier or its statement.")
    var competency: String
    @OptionGroup var time: PointInTimeOptions
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            let competency = try await CompetencyReference.resolve(competency, in: log)
            if time.isNow { try await Projecting.tellLag(of: Continuum.name, in: log, about: person.id) }
            let explanation = try await Explain(log: log).cell(.continuum(person.id, competency), asOf: time.point)
            let lines = try await ExplanationLines(explanation, in: log)
            try answer.show(
                lines.table,
                note: lines.table.rows.isEmpty
                    ? "The continuum says nothing about that \(time.isNow ? "yet" : "as of then")." : nil)
            guard !answer.json, !answer.csv else { return }
            let continuum = try await ContinuumReader(log: log).continuum(of: person.id, asOf: time.point)
            let entry = continuum.entries.flatMap(\.all).first {
                ($0.recordedUnder ?? $0.item).competency == competency
            }
            guard let cited = entry?.demonstrated?.policy else { return }
            try Output.line()
            try Output.pairs(PolicyWords.lines(cited))
        }
    }
}
