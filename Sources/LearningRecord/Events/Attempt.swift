/// A learner tried something. Struggle is evidence of the growing edge, so "not yet" is as welcome as any outcome.
public struct Attempt: EventPayload {
    /// What came of an attempt.
    public enum Outcome: String, Choice {
        case demonstrated
        case notYet = "not-yet"
        case unjudged
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.attempt
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("tried"), .optional("feedback")]

    /// The task that was tried.
    public var task: Label
    /// What the task is about: at least one.
    public var competencies: [CompetencyID]
    /// The earlier attempt that this one builds on.
    public var revises: EventID?
    /// The supports that were used.
    public var supports: [Label]
    /// What came of it.
    public var outcome: Outcome

    /// An attempt at `task`.
    public init(
        task: Label, competencies: [CompetencyID], revises: EventID? = nil, supports: [Label] = [], outcome: Outcome
    ) {
        self.task = task
        self.competencies = competencies
        self.revises = revises
        self.supports = supports
        self.outcome = outcome
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        task = try fields.requiredColumn("task")
        competencies = try fields.competencies()
        revises = try fields.optionalColumn("revises")
        supports = try fields.optional("supports") ?? []
        outcome = try fields.requiredColumn("outcome")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        try Limits.check(competencies: competencies)
        try Limits.check(supports, at: "facts.supports", count: 0...Limits.supports, of: "supports") { $0 }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("task", task)
        fields.put(competencies: competencies)
        fields.putColumn("revises", revises)
        fields.put("supports", supports.isEmpty ? nil : supports)
        fields.putColumn("outcome", outcome)
    }
}
