import Foundation
import TestSupport
import Testing

/// The district of the quickstart, made by `waymark-sample` and brought in by the commands themselves.
enum SampleDistrict {
    /// Whom the documentation looks at.
    static let learner = "Amara Diallo"

    /// The options of `Deploy/quickstart`.
    static let options = ["--seed", "134", "--learners", "40", "--schools", "2", "--events-per-learner", "24"]

    /// The folder of its files, made once, and removed when the tests have ended.
    private static let made = Result { () throws -> (folder: URL, end: EndOfProcess) in
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("waymark-district-\(UUID().uuidString)")
        let end = try EndOfProcess(run: "rm -rf \"$1\"", [folder.path])
        let process = Process()
        process.executableURL = Program.url.deletingLastPathComponent().appendingPathComponent("waymark-sample")
        process.arguments = ["district", "--out", folder.path] + options
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return (folder, end)
    }

    /// The path of one of its files; where it could not be made, one that does not exist, which each import names.
    static func path(_ name: String) -> String {
        let folder = (try? made.get().folder) ?? URL(fileURLWithPath: "/no-sample-district-was-made")
        return folder.appendingPathComponent(name).path
    }

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
