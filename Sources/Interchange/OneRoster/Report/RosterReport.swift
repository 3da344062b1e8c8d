public import LearningRecord

/// What an import of a roster did, or would do.
public struct RosterReport: Sendable, Hashable {
    /// What became of the rows of one file.
    public struct File: Sendable, Hashable {
        /// The name, without `.csv`.
        public let name: String
        /// Whether the file is everything (bulk) or what changed (delta).
        public let mode: String
        /// Rows in the file.
        public let rows: Int64
        /// Rows that were not known before.
        public var added: Int64 = 0
        /// Rows that differ from what was known.
        public var changed: Int64 = 0
        /// What was known and has ended.
        public var ended: Int64 = 0
        /// Rows that say nothing new.
        public var unchanged: Int64 = 0

        init(name: String, mode: String, rows: Int64) {
            self.name = name
            self.mode = mode
            self.rows = rows
        }
    }

    /// Learning events that follow from the roster.
    public struct Events: Sendable, Hashable {
        /// Enrolments that began.
        public var enrolled: Int64 = 0
        /// Enrolments that ended.
        public var left: Int64 = 0
        /// Enrolments that the source system tells otherwise than before.
        public var corrected: Int64 = 0
        /// How many of an earlier import, which was interrupted, were appended first.
        public var carriedOver: Int64 = 0

        /// These numbers.
        public init(enrolled: Int64 = 0, left: Int64 = 0, corrected: Int64 = 0, carriedOver: Int64 = 0) {
            self.enrolled = enrolled
            self.left = left
            self.corrected = corrected
            self.carriedOver = carriedOver
        }
    }

    /// What became of group memberships.
    public struct Groups: Sendable, Hashable {
        /// Memberships that began.
        public var opened: Int64 = 0
        /// Memberships that ended.
        public var closed: Int64 = 0

        /// These numbers.
        public init(opened: Int64 = 0, closed: Int64 = 0) {
            self.opened = opened
            self.closed = closed
        }
    }

    /// Someone who came under a new sourcedId and may be one who is known under another.
    public struct Match: Sendable, Hashable {
        /// The line in `users.csv`.
        public let line: Int
        /// The new sourcedId.
        public let sourcedID: String
        /// The one that the person had.
        public let formerSourcedID: String
        /// By which rule.
        public let rule: RosterIdentityRule
        /// Whether the rule finds no one else on either side; only then it is ever applied.
        public let isCertain: Bool
        /// Whether both are one person from now on (in a dry run: would be).
        public let isApplied: Bool
    }

    /// Something left out or done differently than the files say, and how often.
    public struct Note: Sendable, Hashable {
        /// The file.
        public let file: String
        /// What.
        public let text: String
        /// How often; `nil` where that means nothing.
        public let count: Int64?
    }

    /// Whether nothing was changed on purpose.
    public let isDryRun: Bool
    /// The version of OneRoster, where a manifest says it.
    public internal(set) var version: String?
    /// The system that made the files, where a manifest says it.
    public internal(set) var sourceSystem: String?
    /// The files that were imported, in order.
    public internal(set) var files: [File] = []
    /// The learning events.
    public internal(set) var events = Events()
    /// The group memberships.
    public internal(set) var groups = Groups()
    /// When the last import was, whose files these are too; `nil` where they differ from those.
    public internal(set) var unchangedSince: Instant?
    /// Who may be, or became, whom: the first ``toldMatches``, and one more where there are more.
    public internal(set) var matches: [Match] = []
    /// Grades and passwords in the files: never stored.
    public internal(set) var dropped: [Note] = []
    /// What was not used, and what was doubtful.
    public internal(set) var notes: [Note] = []

    /// Matches that are told one by one.
    static let toldMatches = 200

    init(isDryRun: Bool) {
        self.isDryRun = isDryRun
    }

    /// Whether the import changed nothing, or would not.
    public var isEmpty: Bool {
        files.allSatisfy { $0.added == 0 && $0.changed == 0 && $0.ended == 0 } && groups == Groups()
            && !matches.contains(where: \.isApplied)
            && events.enrolled + events.left + events.corrected == 0
    }

    mutating func drop(_ file: String, _ text: String, _ count: Int64) {
        if count > 0 { dropped.append(Note(file: file, text: text, count: count)) }
    }

    mutating func note(_ file: String, _ text: String, _ count: Int64? = nil) {
        if count != 0 { notes.append(Note(file: file, text: text, count: count)) }
    }
}
