import Foundation

/// A program under way. What it writes goes to files, so that no full pipe can hold it up.
final class Running: Sendable {
    private let folder: URL
    private let ended: AsyncStream<Int32>
    /// The process.
    let processID: Int32

    init(_ program: URL, _ arguments: [String], environment: [String: String], input: Data?) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        let output = try Self.file(folder.appendingPathComponent("output"), Data())
        let errors = try Self.file(folder.appendingPathComponent("errors"), Data())
        (process.standardOutput, process.standardError) = (output, errors)
        let inputFile = folder.appendingPathComponent("input")
        try (input ?? Data()).write(to: inputFile)
        let standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardInput = standardInput
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        ended = stream
        process.terminationHandler = { process in
            // As a shell says it: 128 and the signal.
            let isSignal = process.terminationReason == .uncaughtSignal
            continuation.yield(isSignal ? 128 + process.terminationStatus : process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        processID = process.processIdentifier
        // The process has its own; ours would stay open as long as Foundation keeps what it knows of it, which is for good.
        for handle in [output, errors, standardInput] { try handle.close() }
    }

    /// Sends a signal.
    func signal(_ number: Int32) {
        kill(processID, number)
    }

    /// What it has written to standard error so far.
    var errorsSoFar: String { text("errors") }

    /// Waits until it ends.
    func outcome() async throws -> Program.Outcome {
        var status: Int32 = -1
        for await number in ended { status = number }
        let outcome = Program.Outcome(status: status, output: text("output"), errors: text("errors"))
        try FileManager.default.removeItem(at: folder)
        return outcome
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    private static func file(_ url: URL, _ data: Data) throws -> FileHandle {
        try data.write(to: url)
        return try FileHandle(forWritingTo: url)
    }
}
