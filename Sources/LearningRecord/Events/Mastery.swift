/// People decided that a learner has demonstrated a level. Nothing lowers it but a ``MasteryRevised`` with a reason.
public struct Mastery: EventPayload {
    /// What the learner or the family says of the decision.
    public enum Voice: String, Choice {
        case agrees
        case differs
        case notYetHeard = "not-yet-heard"
    }

    /// A second, independent reading of the evidence.
    public struct SecondRating: Hashable, Sendable, FieldValue {
        /// Which reading.
        public var id: EventID
        /// Whether the reader had not seen the first.
        public var blind: Bool

        /// A second reading.
        public init(id: EventID, blind: Bool) {
            self.id = id
            self.blind = blind
        }

        /// Reads it from JSON.
        /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
        public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> SecondRating {
            guard let object = json.object else { throw RecordError(.invalidValue, at: path(), "must be an object") }
            var fields = FieldReader(object, at: path())
            let rating = SecondRating(id: try fields.required("id"), blind: try fields.required("blind"))
            try fields.finish()
            return rating
        }

        /// As JSON, in the form that `read` takes.
        public var json: JSON { .object(["id": id.json, "blind": blind.json]) }
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.mastery
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("rationale"), .optional("dissent")]

    /// What was demonstrated.
    public var competency: CompetencyID
    /// At which level.
    public var level: Level
    /// The framework that the competency stands in.
    public var framework: FrameworkID
    /// The version of the framework that was in force, from 1.
    public var frameworkVersion: Int64
    /// The rubric's criterion that was applied.
    public var criterion: CriterionID?
    /// Who decided, in which part.
    public var decider: Assertion
    /// The evidence behind it: at least one.
    public var evidence: [EventID]
    /// What the learner says.
    public var learnerVoice: Voice
    /// What the family says.
    public var familyVoice: Voice
    /// The second reading, where there was one.
    public var secondRating: SecondRating?
    /// The version of the policy that computed the readiness.
    public var policy: Label

    /// A decision.
    public init(
        competency: CompetencyID, level: Level, framework: FrameworkID, frameworkVersion: Int64,
        criterion: CriterionID? = nil, decider: Assertion, evidence: [EventID], learnerVoice: Voice = .notYetHeard,
        familyVoice: Voice = .notYetHeard, secondRating: SecondRating? = nil, policy: Label
    ) {
        self.competency = competency
        self.level = level
        self.framework = framework
        self.frameworkVersion = frameworkVersion
        self.criterion = criterion
        self.decider = decider
        self.evidence = evidence
        self.learnerVoice = learnerVoice
        self.familyVoice = familyVoice
        self.secondRating = secondRating
        self.policy = policy
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        competency = try fields.requiredColumn("competency")
        level = try fields.requiredColumn("level")
        framework = try fields.required("framework")
        frameworkVersion = try fields.required("frameworkVersion")
        criterion = try fields.optional("criterion")
        decider = try fields.required("decider")
        evidence = try fields.required("evidence")
        learnerVoice = try fields.optional("learnerVoice") ?? .notYetHeard
        familyVoice = try fields.optional("familyVoice") ?? .notYetHeard
        secondRating = try fields.optional("secondRating")
        policy = try fields.required("policy")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        guard frameworkVersion >= 1 else {
            throw RecordError(.invalidValue, at: "facts.frameworkVersion", "must be 1 or more")
        }
        try decider.check(at: "facts.decider")
        try Limits.check(evidence, at: "facts.evidence", count: 1...Limits.evidence, of: "pieces of evidence") { $0 }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("competency", competency)
        fields.putColumn("level", level)
        fields.put("framework", framework)
        fields.put("frameworkVersion", frameworkVersion)
        fields.put("criterion", criterion)
        fields.put("decider", decider)
        fields.put("evidence", evidence)
        fields.put("learnerVoice", learnerVoice)
        fields.put("familyVoice", familyVoice)
        fields.put("secondRating", secondRating)
        fields.put("policy", policy)
    }
}
