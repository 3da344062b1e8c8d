import Foundation

/// `waymark serve` as a process of its own over the scratch database of a measurement, so that what it needs is measured
/// apart from whoever asks.
struct ServiceProcess {
    private let process: Process
    /// Where it answers.
    let port: UInt16

    /// Starts it, and waits until it answers.
    static func start(over database: BenchDatabase) throws -> ServiceProcess {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["serve", "--port", "0"]
        var environment = database.environment
        environment["WAYMARK_MASTER_KEY"] = database.keyText
        process.environment = environment
        let output = Pipe()
        process.standardError = output
        try process.run()
        var text = ""
        while let more = try? output.fileHandleForReading.read(upToCount: 1), !more.isEmpty {
            text += String(decoding: more, as: UTF8.self)
            guard text.hasSuffix("\n") else { continue }
            if let found = text.range(of: "serving on http://127.0.0.1:") {
                // What it logs from here on goes nowhere, but it is read, as it would be by whoever keeps logs.
                output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
                let digits = text[found.upperBound...].prefix(while: \.isNumber)
                guard let port = UInt16(digits) else { break }
                return ServiceProcess(process: process, port: port)
            }
            if text.utf8.count > 65_536 { break }
        }
        process.terminate()
        throw Failure("the service did not start", details: text)
    }

    /// The most memory that it has had so far, in megabytes (`VmHWM`, proc_pid_status(5)).
    var peakMegabytes: Double {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? .nan) / 1024
    }

    /// Ends it, and waits until it has ended.
    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}
