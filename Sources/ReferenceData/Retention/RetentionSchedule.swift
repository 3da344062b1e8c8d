import Crypto
public import LearningRecord

/// What is destroyed when, by class of record (`Docs/retention.md`). Data of a district, in versions.
public struct RetentionSchedule: Hashable, Sendable {
    /// What a schedule says of one class.
    public struct Rule: Hashable, Sendable {
        /// How long it is kept.
        public var keep: RetentionPeriod
        /// What it is kept for: whoever asks is told (16 CFR 312.10 wants it written down).
        public var purpose: String

        /// A rule.
        public init(keep: RetentionPeriod, purpose: String) {
            self.keep = keep
            self.purpose = purpose
        }
    }

    /// Why a file is no schedule: where and why.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Where in the file.
        public var path: String
        /// What is wrong and what would be right.
        public var message: String
        /// In words, for people.
        public var description: String { path.isEmpty ? message : "\(path): \(message)" }
    }

    /// The name in the member `format`.
    public static let format = "waymark-retention-schedule"
    private static let longestPurpose = 2_000

    /// The rules; a class without one is kept.
    public var rules: [RecordClass: Rule]

    /// A schedule.
    /// - Throws: `Failure` where one rule makes another impossible.
    public init(rules: [RecordClass: Rule]) throws(Failure) {
        self.rules = rules
        guard let identity = rules[.identity]?.keep, identity != .forever else { return }
        // Who no longer has a name has no words and no groups either: nobody could say whose they are.
        for part in [RecordClass.words, .groups] {
            guard let keep = rules[part]?.keep, keep.isWithin(identity) else {
                throw Failure(
                    path: "classes.\(part.rawValue)",
                    message: "must be there, and be kept no longer than identity: they go with it")
            }
        }
    }

    /// Reads the JSON form.
    public init(json bytes: [UInt8]) throws(Failure) {
        let value: JSON
        do throws(JSONReader.Failure) {
            value = try JSONReader.read(bytes)
        } catch {
            throw Failure(path: "", message: "the schedule is not JSON: \(error)")
        }
        guard let object = value.object else { throw Failure(path: "", message: "the schedule must be an object") }
        try Self.checkNames(object, ["format", "classes"], at: "")
        guard object["format"]?.string == Self.format else {
            throw Failure(path: "format", message: "must be \"\(Self.format)\"")
        }
        guard let classes = object["classes"]?.object, !classes.isEmpty else {
            throw Failure(path: "classes", message: "must be an object with at least one class")
        }
        try Self.checkNames(classes, RecordClass.allCases.map(\.rawValue), at: "classes.")
        var rules: [RecordClass: Rule] = [:]
        for recordClass in RecordClass.allCases {
            guard let rule = classes[recordClass.rawValue] else { continue }
            rules[recordClass] = try Self.rule(rule, at: "classes.\(recordClass.rawValue)")
        }
        try self.init(rules: rules)
    }

    private static func rule(_ value: JSON, at path: String) throws(Failure) -> Rule {
        guard let object = value.object else {
            throw Failure(path: path, message: "must be an object with keep and purpose")
        }
        try checkNames(object, ["keep", "purpose"], at: path + ".")
        guard let keep = object["keep"]?.string.flatMap({ RetentionPeriod($0) }) else {
            throw Failure(
                path: path + ".keep",
                message: "must be a period such as P5Y, P18M or P90D (200 years at most), or forever")
        }
        guard let purpose = object["purpose"]?.string, (1...longestPurpose).contains(purpose.utf8.count) else {
            throw Failure(
                path: path + ".purpose", message: "must say what it is kept for, in 1 to \(longestPurpose) bytes")
        }
        return Rule(keep: keep, purpose: purpose)
    }

    private static func checkNames(_ object: JSONObject, _ known: [String], at path: String) throws(Failure) {
        for member in object.members where !known.contains(member.name) {
            throw Failure(
                path: path + member.name.prefix(80),
                message: "is not known here; there are \(known.joined(separator: ", "))")
        }
    }

    /// The JSON form, for people: classes in the order of ``RecordClass``.
    public var text: String {
        let classes = RecordClass.allCases.compactMap { recordClass in
            rules[recordClass].map { rule in
                (
                    name: recordClass.rawValue,
                    value: JSON.object(["keep": .string(rule.keep.description), "purpose": .string(rule.purpose)])
                )
            }
        }
        return JSONWriter.pretty(.object(["format": .string(Self.format), "classes": .object(JSONObject(classes))]))
            + "\n"
    }
}

extension RetentionSchedule {
    /// A schedule as a district has it.
    public struct Version: Hashable, Sendable {
        /// Which version, from 1.
        public var number: Int64
        /// What it says.
        public var schedule: RetentionSchedule
        /// Its text, as it is stored.
        public var text: String
        /// When it was set.
        public var setAt: Instant
        /// Who set it.
        public var setBy: PersonID?

        /// SHA-256 of the text.
        public var digest: LearningRecord.Digest? {
            LearningRecord.Digest(bytes: Array(SHA256.hash(data: Array(text.utf8))))
        }
    }
}
