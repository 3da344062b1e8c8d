import Foundation
import TestSupport
import Testing

/// The sample district of `Deploy/sample`, brought in by the commands themselves.
enum SampleDistrict {
    /// Whom the sample tells most about.
    static let learner = "Amara Diallo"

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Deploy/sample")

    /// The path of one of its files.
    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Makes the district and imports all of it.
    static func make(_ name: String, with program: Program) async throws {
        for arguments in [
            ["district", "create", name], ["import", "case", path("framework.json"), "--district", name],
            ["import", "oneroster", path("roster"), "--district", name, "--no-project"],
            ["import", "events", path("events.jsonl"), "--district", name, "--rejects", "/dev/null"],
        ] {
            let outcome = try await program.run(arguments: arguments)
            try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
    }
}
