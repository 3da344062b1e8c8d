import ArgumentParser
import EventLog
import Projections
import ReferenceData

/// `waymark explain transcript`.
struct ExplainTranscript: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcript", abstract: "Name the events behind a line of a learner's transcript.",
        discussion: """
            Corrections that touched it are among them, and events that no longer count say why.

            EXAMPLE
              waymark explain transcript "Ada Moreno" R.2

            NEXT
              `waymark learner LEARNER --words` shows what people wrote in them.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Argument(help: "The competency: its code, its identifier or its statement.")
    var competency: String
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            let competency = try await CompetencyReference.resolve(competency, in: log)
            try await Projecting.tellLag(of: Transcript.name, in: log, about: person.id)
            let explanation = try await Explain(log: log).cell(.transcript(person.id, competency))
            let lines = try await ExplanationLines(explanation, in: log)
            try answer.show(
                lines.table, note: lines.table.rows.isEmpty ? "The transcript says nothing about that yet." : nil)
        }
    }
}
