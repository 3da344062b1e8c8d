import ArgumentParser
import Foundation
import LearningRecord
import PrivateCluster

/// `waymark db status`.
struct DatabaseStatus: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether the private PostgreSQL runs, and where.",
        discussion: """
            EXAMPLE
              waymark db status
              waymark db status --json

            NEXT
              `waymark status` says what is in the database.
            """)

    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try Self.show(try await Databases.cluster.status(), isJSON: answer.json)
    }

    static func show(_ status: ClusterStatus, isJSON: Bool) throws {
        if isJSON { return try Output.json(json(status)) }
        let state =
            switch status.state {
            case .absent: "there is none yet; `waymark db start` makes one"
            case .stopped: "stopped"
            case .starting: "starting"
            case .running: "running" + (status.processID.map { " (process \($0))" } ?? "")
            }
        var pairs = [("PostgreSQL", [status.version, state].compactMap(\.self).joined(separator: ", "))]
        if status.state != .absent {
            pairs += [
                ("data", status.dataDirectory), ("socket", status.socketDirectory), ("log", status.logFile),
                ("size", "\(Cell.grouped(status.sizeInBytes / 1_048_576)) MB"),
            ]
        }
        try Output.pairs(pairs)
    }

    private static func json(_ status: ClusterStatus) -> JSON {
        .object([
            "state": .string(status.state.rawValue), "version": status.version.map { .string($0) } ?? .null,
            "process": status.processID.map { .number(String($0)) } ?? .null,
            "data": .string(status.dataDirectory), "socket": .string(status.socketDirectory),
            "log": .string(status.logFile), "bytes": .number(String(status.sizeInBytes)),
        ])
    }
}
