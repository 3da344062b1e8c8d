public import ArgumentParser
import EventLog
import Foundation
public import LearningRecord
import ReferenceData

/// `waymark access-request close`.
struct AccessRequestClose: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Record how a request to see a learner's record was answered.",
        discussion: """
            EXAMPLE
              waymark access-request close "Ada Moreno" --answer shown
              waymark access-request close roster:s-1042 --answer copy-given --by "Grace Okafor"

            NEXT
              `waymark access-request list` shows what is still open.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Option(help: "How: shown, copy-given, withdrawn or declined.")
    var answer: AccessAnswered.Answer
    @Option(help: ArgumentHelp("Which request, where the learner has several.", valueName: "id"))
    var request: String?
    @Option(help: ArgumentHelp("What was shown, or why not; sealed like all words.", valueName: "text"))
    var note: String?
    @Option(help: ArgumentHelp("The registrar who answered: named like a learner.", valueName: "person"))
    var by: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: note != nil) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            let open = try await log.openRequests(of: person.id)
            let chosen = request.flatMap { EventID($0) }
            let found = open.filter { chosen == nil || $0.event.id == chosen }
            guard let asked = found.first, request == nil || chosen != nil else {
                throw Failure.refused(
                    "no such request of this learner is open",
                    advice: "`waymark access-request list` shows those that are.")
            }
            guard found.count == 1 else {
                throw Failure.refused(
                    "several requests of this learner are open: name one with --request",
                    advice: found.map { "\($0.event.id), of \($0.event.occurredAt.date)" }.joined(separator: "; "))
            }
            let event = LearningEvent(
                id: EventID(UUID()), learner: person.id, occurredAt: Clock.now(),
                assertedBy: try await Deciders.person(by, as: .registrar, in: log),
                facts: .accessAnswered(AccessAnswered(request: asked.event.id, answer: answer)),
                words: note.map { Words(["note": $0]) } ?? [:])
            _ = try await log.append([event])
            try Output.line("Request \(asked.event.id) is answered: \(answer.rawValue.replacing("-", with: " ")).")
        }
    }
}

extension AccessAnswered.Answer: ExpressibleByArgument {}
