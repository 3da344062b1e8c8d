import ArgumentParser
import EventLog
import ReferenceData

/// `waymark identity`.
struct Identities: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity", abstract: "Say that two ids are one person, or that they are not.",
        discussion: """
            A learner who was entered twice, or who came back under another id, has two records. Linked, they are \
            shown and counted as one; nothing is moved, and a link can be taken back.

            EXAMPLE
              waymark identity link roster:s-1042 roster:s-2210 --by roster:t-7 --reason "Same birth certificate"
              waymark identity unlink roster:s-1042 roster:s-2210 --by roster:t-7 --reason "Cousins"

            NEXT
              `waymark learner LEARNER` shows the whole record, whichever id is named.
            """,
        subcommands: [IdentityLinking.self, IdentityUnlinking.self])
}

/// Who decides about two ids, and why.
struct IdentityDecision: ParsableArguments {
    @Argument(help: "The learner: the full name, roster:SOURCEDID, or the learner's UUID.")
    var learner: String
    @Argument(help: "The other id of the person, named likewise.")
    var other: String
    @Option(help: ArgumentHelp("The registrar who decided it: named like a learner.", valueName: "person"))
    var by: String
    @Option(help: ArgumentHelp("Why, and how that was found out. Sealed with the learner's key.", valueName: "text"))
    var reason: String

    /// Whom the command names: each one person, or none.
    func people(in log: EventLog) async throws -> (learner: Person, other: Person, decider: Person) {
        (
            try await LearnerReference.resolve(learner, in: log, isExact: true),
            try await LearnerReference.resolve(other, in: log, isExact: true),
            try await LearnerReference.resolve(by, in: log, isExact: true)
        )
    }
}
