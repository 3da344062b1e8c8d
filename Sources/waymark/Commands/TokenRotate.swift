import ArgumentParser
import EventLog
import Foundation
import Service

/// `waymark token rotate`.
struct TokenRotate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Give a token another secret; the one before works for another day.",
        discussion: """
            EXAMPLE
              waymark token rotate 0190c2f4-…

            NEXT
              Give the new secret to the system within a day.
            """)

    @Argument(help: "The id that `waymark token list` shows.", transform: TokenReference.read)
    var token: UUID
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let text = try await TokenReference.finding { try await TokenStore(log: log).rotate(token) }
            Terminal.tell("waymark: this is shown once.")
            try Output.line(text)
        }
    }
}

/// How a token is named on the command line.
enum TokenReference {
    static func read(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else { throw ValidationError("'\(text)' is no id of a token.") }
        return id
    }

    /// Runs `body`; says where the tokens are listed when there is none of that id.
    static func finding<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch AccessError.unknown {
            throw Failure.refused(
                "no token of this district has that id and works", advice: "`waymark token list` shows them.")
        }
    }
}
