public import ArgumentParser
import EventLog
import LearningRecord
public import Service

/// `waymark token create`.
struct TokenCreate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token, and print its secret: this once.",
        discussion: """
            SCOPES
              \(Scope.allCases.map(\.rawValue).joined(separator: ", "))

            EXAMPLE
              waymark token create "Reading app" --scope events:append --scope frameworks:read --days 365

            NEXT
              Give the secret to the system by a safe way. `waymark token rotate` gives it another one.
            """)

    @Argument(help: "What people call the system.")
    var name: String
    @Option(
        name: .customLong("scope"),
        help: ArgumentHelp("What it may do; may be given several times.", valueName: "scope"))
    var scopes: [Scope]
    @Option(help: ArgumentHelp("After how many days it ceases to work.", valueName: "number"))
    var days = 365
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let (token, text) = try await TokenStore(log: log).create(
                named: name, scopes: Set(scopes), lifetime: .seconds(days * 24 * 3600))
            if answer.json {
                return try Output.json(
                    .object([
                        "token": .string("\(token.id)".lowercased()), "secret": .string(text),
                        "expiresAt": .string(token.expiresAt.description),
                    ]))
            }
            Terminal.tell("waymark: this is shown once; it works until \(Cell.shown(token.expiresAt)).")
            try Output.line(text)
        }
    }
}

extension Scope: ExpressibleByArgument {}
