/// A learner set a goal.
public struct GoalSet: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.goalSet
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("ownWords")]

    /// The competency.
    public var competency: CompetencyID
    /// The level aimed at.
    public var level: Level

    /// An event about `competency`.
    public init(competency: CompetencyID, level: Level) {
        self.competency = competency
        self.level = level
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        competency = try fields.requiredColumn("competency")
        level = try fields.requiredColumn("level")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("competency", competency)
        fields.putColumn("level", level)
    }
}
