import ArgumentParser
import Foundation

@main
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waymark-sample",
        abstract: "Makes rosters and learning events for Waymark: invented from a seed, or out of published data.",
        discussion: """
            A district can be invented, of any size, with truths planted in it that the views must show \
            (Docs/sample.md). Or published tables go in, and what a district's systems would send comes out: OneRoster \
            as CSV, and learning events as JSON Lines. There learners are numbers; nobody is invented beyond what the \
            tables count (Docs/real-input.md). All of it is then imported like any other.

            EXAMPLE
              waymark-sample district --seed 7 --out district
              waymark-sample crdc schools.csv --out crdc
              waymark-sample oulad oulad/ --out oulad-sample

            NEXT
              Each command prints the imports that follow.
            """,
        subcommands: [SampleDistrict.self, SampleCRDC.self, SampleOULAD.self])

    /// Ends with 2 when the command line was refused, as `waymark` does.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            try? FileHandle.standardError.write(contentsOf: Data((fullMessage(for: error) + "\n").utf8))
            Foundation.exit(2)
        }
    }
}
