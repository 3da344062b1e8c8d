public import ArgumentParser
import EventLog
import Foundation
public import LearningRecord
import ReferenceData

/// `waymark access-request open`.
struct AccessRequestOpen: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Record that somebody asked to see a learner's record.",
        discussion: """
            EXAMPLE
              waymark access-request open "Ada Moreno" --requester family
              waymark access-request open roster:s-1042 --requester learner --note "all of last year"

            NEXT
              `waymark access-request close` records the answer, within 45 days.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Option(help: "Who asks: family, learner or representative.")
    var requester: AccessRequested.Requester
    @Option(help: ArgumentHelp("What was asked for; sealed like all words.", valueName: "text"))
    var note: String?
    @Option(help: ArgumentHelp("The registrar who took it: named like a learner.", valueName: "person"))
    var by: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: note != nil) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            let event = LearningEvent(
                id: EventID(UUID()), learner: person.id, occurredAt: Clock.now(),
                assertedBy: try await Deciders.person(by, as: .registrar, in: log),
                facts: .accessRequested(AccessRequested(requester: requester)),
                words: note.map { Words(["note": $0]) } ?? [:])
            _ = try await log.append([event])
            let due = AccessRequestList.due(event.occurredAt)
            if answer.json {
                return try Output.json(
                    .object([
                        "request": .string("\(event.id)"), "learner": .string("\(person.id)"),
                        "due": .string("\(due)"),
                    ]))
            }
            try Output.line("Request \(event.id) is open, to be answered by \(due).")
            try Output.line("Nothing of this learner's record is destroyed until then.")
        }
    }
}

extension AccessRequested.Requester: ExpressibleByArgument {}
