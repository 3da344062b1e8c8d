import ArgumentParser
import Foundation
import Testing

@testable import waymark

/// Every command, found by walking the tree.
private func everyCommand(
    _ command: any ParsableCommand.Type = Waymark.self, path: [String] = []
) -> [[String]] {
    [path]
        + command.configuration.subcommands.flatMap { child in
            everyCommand(child, path: path + [child.configuration.commandName ?? ""])
        }
}

@Suite("Help")
struct HelpTests {
    @Test("Every command's help shows an example and what comes next", arguments: everyCommand())
    func example(path: [String]) async throws {
        let outcome = try await Program().run(arguments: path + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("EXAMPLE"), "\(path)")
        #expect(outcome.output.contains("NEXT"), "\(path)")
        #expect(outcome.output.contains("waymark " + path.joined(separator: " ")), "\(path)")
        #expect(outcome.errors.isEmpty)
        // An example that is broken over two lines cannot be copied.
        let examples =
            outcome.output.components(separatedBy: "EXAMPLE\n").dropFirst().first?
            .components(separatedBy: "\n\n").first?.split(separator: "\n") ?? []
        #expect(!examples.isEmpty)
        #expect(examples.allSatisfy { $0.hasPrefix("  ") }, "\(path): \(examples)")
    }

    @Test("No command sorts or picks people by anything", arguments: everyCommand())
    func noRanking(path: [String]) async throws {
        let help = try await Program().run(arguments: path + ["--help"]).output.lowercased()
        for word in ["--sort", "--order", "--rank", "--top", "--level", "percentile"] {
            #expect(!help.contains(word), "\(path)")
        }
    }

    @Test("Every command of the tree is listed in Docs/cli.md", arguments: everyCommand().dropFirst())
    func reference(path: [String]) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Docs/cli.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("waymark " + path.joined(separator: " ")))
    }

    @Test("Without a command the help comes, and nothing fails")
    func bare() async throws {
        let outcome = try await Program().run(arguments: [])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: waymark"))
    }

    @Test(
        "A wrong command line ends with 2 and says where help is",
        arguments: [
            ["nonsense"], ["learner"], ["learner", "x", "--json", "--csv"], ["district", "create", " x"],
            ["learner", "x", "--as-of", "yesterday"], ["erase", "learner", "x", "--basis", "spite"],
            ["continuum", "x", "--happened-by", "soon"],
            ["equity", "--from", "2025-09-01", "--to", "2025-10-01"], ["equity", "--days", "14"],
            ["equity", "--term", "Autumn", "--year", "2026"], ["equity", "--from", "2025-09-01", "--exact"],
            ["equity", "--from", "2025-10-01", "--to", "2025-09-01", "--exact"],
            ["transcript", "x", "--issue", "--issued", "latest"], ["transcript", "x", "--issued", "first"],
        ])
    func usage(arguments: [String]) async throws {
        let outcome = try await Program().run(arguments: arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("waymark: "))
        #expect(outcome.errors.contains("--help"))
    }
}
