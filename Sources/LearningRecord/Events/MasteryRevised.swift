/// A person revised an earlier decision, with a reason. The only way in which a level is ever lowered.
public struct MasteryRevised: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.masteryRevised
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("reason")]

    /// The decision (a mastery, or an earlier revision) that is revised.
    public var revises: EventID
    /// The competency of that decision.
    public var competency: CompetencyID
    /// The level from now on.
    public var level: Level
    /// Who decided.
    public var decider: Assertion
    /// Whether the learner and the family were told before.
    public var noticeGiven: Bool

    /// A revision.
    public init(revises: EventID, competency: CompetencyID, level: Level, decider: Assertion, noticeGiven: Bool) {
        self.revises = revises
        self.competency = competency
        self.level = level
        self.decider = decider
        self.noticeGiven = noticeGiven
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        revises = try fields.requiredColumn("revises")
        competency = try fields.requiredColumn("competency")
        level = try fields.requiredColumn("level")
        decider = try fields.required("decider")
        noticeGiven = try fields.required("noticeGiven")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        try decider.check(at: "facts.decider")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("revises", revises)
        fields.putColumn("competency", competency)
        fields.putColumn("level", level)
        fields.put("decider", decider)
        fields.put("noticeGiven", noticeGiven)
    }
}
