/// A learner set a goal.
public struct GoalSet: EventPayload {
    public static let kind = EventKind.goalSet
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

    public init(from fields: inout FieldReader) throws(RecordError) {
        competency = try fields.requiredColumn("competency")
        level = try fields.requiredColumn("level")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("competency", competency)
        fields.putColumn("level", level)
    }
}
