import Foundation

/// Runs PostgreSQL's own program for measurements.
enum Peer {
    /// Transactions a second that pgbench reaches with a script.
    static func pgbench(
        script: String, clients: Int, seconds: Int, variables: [String: String] = [:], environment: [String: String]
    ) async throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString).sql")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var arguments = ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "1", "-T", "\(seconds)", "-f", file.path]
        for (name, value) in variables { arguments += ["-D", "\(name)=\(value)"] }
        let text = try await OtherProgram.run("pgbench", arguments, environment: environment)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = line.dropFirst(6).split(separator: " ").first.flatMap({ Double($0) })
        else { throw Failure("pgbench printed no rate") }
        return rate
    }
}
