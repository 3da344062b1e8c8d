import Foundation
import LearningRecord
import Synchronization

/// `waymark serve` as a process of its own over the scratch database of a measurement, so that what it needs is measured
/// apart from whoever asks.
struct ServiceProcess {
    private let process: Process
    /// Where it answers.
    let port: UInt16
    private let log: ServiceLog

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
                // What it logs from here on is read, as it would be by whoever keeps logs.
                let log = ServiceLog()
                // On a thread of its own: a handle that is let go while it is watched for more crashed the measurement.
                let handle = output.fileHandleForReading
                Thread.detachNewThread {
                    while case let more = handle.availableData, !more.isEmpty { log.add(more) }
                }
                let digits = text[found.upperBound...].prefix(while: \.isNumber)
                guard let port = UInt16(digits) else { break }
                return ServiceProcess(process: process, port: port, log: log)
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

    /// The milliseconds that requests of a route took by the service's own log, since this was asked last, ascending.
    func times(of route: String) -> [Double] { log.take(route).sorted() }

    /// Ends it, and waits until it has ended.
    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}

/// What a service says of the requests that it answered (Docs/service.md, "What it logs").
private final class ServiceLog: Sendable {
    private struct State {
        /// The beginning of a line that did not end yet.
        var rest = Data()
        var times: [String: [Double]] = [:]
    }

    private let state = Mutex(State())
    private static let looking = Data(#""method":"GET""#.utf8)

    func add(_ data: Data) {
        state.withLock { state in
            state.rest += data
            let lines = state.rest.split(separator: 0x0A, omittingEmptySubsequences: false)
            // Most lines are of appends, and are not worth reading.
            for line in lines.dropLast() where line.range(of: Self.looking) != nil {
                guard let json = try? JSONReader.read(Array(line)), let route = json["route"]?.string,
                    let milliseconds = json["ms"]?.string.flatMap(Double.init)
                else { continue }
                state.times[route, default: []].append(milliseconds)
            }
            state.rest = Data(lines.last ?? Data())
        }
    }

    func take(_ route: String) -> [Double] {
        state.withLock { state in
            defer { state.times = [:] }
            return state.times[route] ?? []
        }
    }
}
