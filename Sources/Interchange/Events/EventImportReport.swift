public import LearningRecord

/// What an import of learning events did.
public struct EventImportReport: Sendable, Hashable {
    /// A line that was not taken.
    public struct Reject: Sendable, Hashable {
        /// Which line, from 1.
        public let line: Int64
        /// Why.
        public let reason: String
    }

    /// The line behind which an earlier import had stopped; 0 when this one began at the start.
    public internal(set) var resumedAfter: Int64 = 0
    /// Lines read, without empty ones.
    public internal(set) var lines: Int64 = 0
    /// Events that are new in the log.
    public internal(set) var appended: Int64 = 0
    /// Events that the log knew already.
    public internal(set) var known: Int64 = 0
    /// Lines that were not taken.
    public internal(set) var rejected: Int64 = 0
    /// The first of them.
    public internal(set) var firstRejects: [Reject] = []
    /// Fields that smell of a grade and were left out: how often, by name.
    public internal(set) var dropped: [String: Int64] = [:]
    /// The file of the rejected lines, when there is one.
    public internal(set) var rejectsPath: String?

    static let keptRejects = 20
}

/// How far an import of learning events has come.
public struct EventImportProgress: Sendable, Hashable {
    /// Lines read.
    public let lines: Int64
    /// Lines not taken.
    public let rejected: Int64
    /// Bytes read, from the start of the file.
    public let bytes: Int64
    /// Where this import began: what is before it was done by an earlier one.
    public let firstByte: Int64
    /// Bytes of the file, where that is known.
    public let totalBytes: Int64?
}

extension EventImportReport: CustomStringConvertible {
    /// Lines for people.
    public var description: String {
        var lines: [String] = []
        if resumedAfter > 0 { lines.append("went on after line \(resumedAfter), where an earlier import stopped") }
        lines.append(
            "\(Self.count(self.lines, "line")): \(Self.count(appended, "event")) appended, \(known) known already, "
                + "\(rejected) rejected")
        for (name, count) in dropped.sorted(by: { $0.key < $1.key }) {
            lines.append("dropped: \(Self.count(count, "field")) named \(name)")
        }
        for reject in firstRejects { lines.append("  line \(reject.line): \(reject.reason)") }
        if rejected > Int64(firstRejects.count) { lines.append("  … and \(rejected - Int64(firstRejects.count)) more") }
        if let rejectsPath { lines.append("rejected lines are in \(rejectsPath)") }
        return lines.joined(separator: "\n")
    }

    private static func count(_ number: Int64, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The form for machines.
    public var json: JSON {
        func number(_ value: Int64) -> JSON { .number(String(value)) }
        var object: JSONObject = [
            "resumedAfter": number(resumedAfter), "lines": number(lines), "appended": number(appended),
            "known": number(known), "rejected": number(rejected),
        ]
        object["dropped"] = .object(
            JSONObject(dropped.sorted { $0.key < $1.key }.map { (name: $0.key, value: number($0.value)) }))
        object["rejects"] = .array(
            firstRejects.map { .object(["line": number($0.line), "reason": .string($0.reason)]) })
        object["rejectsFile"] = rejectsPath.map { .string($0) }
        return .object(object)
    }
}
