/// The retention schedule was carried out. The event is of no learner: in the place of one stands the district's own id.
public struct RetentionRun: EventPayload {
    /// How many of a class of record.
    public struct Tally: Hashable, Sendable, FieldValue {
        /// The class (`words`, `identity` …).
        public var recordClass: Label
        /// How many were destroyed.
        public var destroyed: Int64
        /// How many were due and kept, since something blocked them.
        public var blocked: Int64

        /// A tally.
        public init(recordClass: Label, destroyed: Int64, blocked: Int64) {
            self.recordClass = recordClass
            self.destroyed = destroyed
            self.blocked = blocked
        }

        /// Reads it from JSON.
        /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
        public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Tally {
            guard let object = json.object else { throw RecordError(.invalidValue, at: path(), "must be an object") }
            var fields = FieldReader(object, at: path())
            let tally = Tally(
                recordClass: try fields.required("class"), destroyed: try fields.required("destroyed"),
                blocked: try fields.required("blocked"))
            try fields.finish()
            return tally
        }

        /// As JSON, in the form that `read` takes.
        public var json: JSON {
            .object(["class": recordClass.json, "destroyed": destroyed.json, "blocked": blocked.json])
        }
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.retentionRun
    /// Nothing is written with it.
    public static let words: [WordField] = []
    private static let mostClasses = 50

    /// The version of the schedule.
    public var schedule: Int64
    /// The digest of the schedule's text.
    public var digest: Digest
    /// The day as of which it was carried out.
    public var asOf: CalendarDate
    /// What became of each class that the schedule names.
    public var tallies: [Tally]

    /// A run.
    public init(schedule: Int64, digest: Digest, asOf: CalendarDate, tallies: [Tally]) {
        self.schedule = schedule
        self.digest = digest
        self.asOf = asOf
        self.tallies = tallies
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        schedule = try fields.required("schedule")
        digest = try fields.required("digest")
        asOf = try fields.required("asOf")
        tallies = try fields.required("classes")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        try Limits.check(tallies, at: "facts.classes", count: 0...Self.mostClasses, of: "classes") { $0.recordClass }
        let numbers = [schedule] + tallies.flatMap { [$0.destroyed, $0.blocked] }
        guard numbers.allSatisfy({ $0 >= 0 }) else {
            throw RecordError(.invalidValue, at: "facts", "numbers must not be negative")
        }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.put("schedule", schedule)
        fields.put("digest", digest)
        fields.put("asOf", asOf)
        fields.put("classes", tallies)
    }
}
