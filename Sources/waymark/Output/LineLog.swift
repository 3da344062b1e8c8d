import Foundation
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
        var object: JSONObject = [
            "at": .string(Clock.now().description), "level": .string(event.level.rawValue),
            "message": .string(event.message.description),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            object[key == "hb.request.id" ? "request" : key] = .string(value.description)
        }
        var line = JSONWriter.bytes(.object(object))
        line.append(0x0A)
        FileHandle.standardError.write(Data(line))
    }
}
