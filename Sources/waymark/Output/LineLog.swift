import Glibc
import LearningRecord
import Logging

/// The log of the service: a line of JSON for each thing that happened, on standard error. Nothing in it is personal.
struct LineLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    init(level: Logger.Level) {
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line.append(UInt8(ascii: "{"))
        Self.write("at", Clock.now().description, into: &line)
        Self.write("level", event.level.rawValue, into: &line)
        Self.write("message", event.message.description, into: &line)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            Self.write(key == "hb.request.id" ? "request" : key, value.description, into: &line)
        }
        line.append(contentsOf: "}\n".utf8)
        Self.send(line)
    }

    private static func write(_ name: String, _ value: String, into line: inout [UInt8]) {
        if line.count > 1 { line.append(UInt8(ascii: ",")) }
        JSONWriter.write(string: name, into: &line)
        line.append(UInt8(ascii: ":"))
        JSONWriter.write(string: value, into: &line)
    }

    /// At once, so that lines of several threads do not mix, as far as the system takes a line whole (pipe(7), PIPE_BUF).
    private static func send(_ line: [UInt8]) {
        var sent = 0
        while sent < line.count {
            let count = line.withUnsafeBytes {
                Glibc.write(STDERR_FILENO, $0.baseAddress.map { $0 + sent }, $0.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more: there is nobody to tell it to.
            guard count > 0 else { return }
            sent += count
        }
    }
}
