import Foundation
import LearningRecord

/// Standard output. Everything a command answers goes through here; what goes wrong goes to standard error.
enum Output {
    /// Writes a text as it is.
    /// - Throws: `Failure` when it cannot be written, as on a full disk.
    static func write(_ text: String) throws {
        try write(bytes: Array(text.utf8))
    }

    /// Writes a line.
    static func line(_ text: String = "") throws {
        try write(text + "\n")
    }

    /// Writes JSON for people and machines: indented, a line at the end.
    static func json(_ value: JSON) throws {
        try line(JSONWriter.pretty(value))
    }

    /// Writes bytes.
    static func write(bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw Failure(
                "standard output cannot be written: \(String(cString: strerror(errno)))",
                advice: "See that the disk has room, and run the command again.", details: String(reflecting: error))
        }
    }
}
