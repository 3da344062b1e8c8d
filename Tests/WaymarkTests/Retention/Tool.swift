import Foundation
import TestSupport
import Testing

/// Programs of PostgreSQL and of the system, as whoever keeps copies runs them.
enum Tool {
    /// The folder with the programs of the server's version.
    static let programs: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let output = try? run(root.appendingPathComponent("Deploy/postgres-programs").path, [])
        return (output ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }()

    /// Runs a program of PostgreSQL; answers what it wrote.
    @discardableResult
    static func postgres(_ name: String, _ arguments: [String]) throws -> String {
        try run(programs + "/" + name, arguments)
    }

    /// Runs a program; answers what it wrote.
    @discardableResult
    static func run(_ path: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-tool-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        let output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try #require(process.terminationStatus == 0, "\(path) \(arguments): \(output)")
        return output
    }

    /// The files below a folder (or the file itself) that hold one of some texts, as bytes, with the text.
    static func files(in path: String, holding texts: [String]) throws -> [String] {
        let needles = texts.map { Data($0.utf8) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return ["\(path) is not there"]
        }
        let names =
            isFolder.boolValue
            ? (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []) : [""]
        var found: [String] = []
        for name in names {
            let file = name.isEmpty ? path : path + "/" + name
            guard let data = try? Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped) else { continue }
            for (text, needle) in zip(texts, needles) where data.range(of: needle) != nil {
                found.append("\(file): \(text)")
            }
        }
        return found
    }
}

/// Private clusters of one test, each in a home of its own; gone when the test ends, or its process.
final class Homes {
    let root = "/tmp/waymark-homes-\(UUID().uuidString.prefix(8))"
    private let end: EndOfProcess
    private var names: [String] = []

    init() throws {
        end = try EndOfProcess(
            run:
                #"for d in "$1"/*/postgres/data; do kill -QUIT $(head -n 1 "$d/postmaster.pid"); done; sleep 1; rm -rf "$1""#,
            [root])
    }

    /// A home, and a program that has it for its own and no other database.
    func program(_ name: String) -> (home: String, program: Program) {
        if !names.contains(name) { names.append(name) }
        var program = Program(environment: ["WAYMARK_HOME": root + "/" + name, "WAYMARK_MASTER_KEY": ""])
        program.environment["WAYMARK_MASTER_KEY"] = nil
        return (root + "/" + name, program)
    }

    /// A physical copy of a running cluster, with the log that it needs, into a new home; with the master key.
    /// - Parameter following: whether it follows that cluster by streaming replication once it is started.
    func copy(_ from: String, to: String, following: Bool = false) throws {
        let (source, target) = (program(from).home, program(to).home)
        try FileManager.default.createDirectory(atPath: target + "/postgres", withIntermediateDirectories: true)
        try Tool.postgres(
            "pg_basebackup",
            [
                "-h", source + "/postgres/socket", "-U", "waymark_admin", "-D", target + "/postgres/data", "-X",
                "stream", "-c", "fast",
            ] + (following ? ["-R"] : []))
        try Tool.run("/usr/bin/env", ["chown", "-R", "--reference", source + "/postgres", target + "/postgres"])
        try Tool.run("/usr/bin/env", ["chmod", "0711", target])
        try Tool.run("/usr/bin/env", ["cp", "-p", source + "/master.key", target + "/master.key"])
    }

    /// Stops all of them and takes everything away.
    func remove() async throws {
        for name in names { _ = try await program(name).program.run("db", "stop") }
        try FileManager.default.removeItem(atPath: root)
    }
}

extension Program {
    /// Runs it, and requires that it ends well; answers what it wrote.
    @discardableResult
    func must(_ arguments: String...) async throws -> String {
        let outcome = try await run(arguments: arguments)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return outcome.output
    }
}
