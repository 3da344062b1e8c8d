/// A learner said where they stand, in their own view.
public struct SelfAssessed: EventPayload {
    public static let kind = EventKind.selfAssessed
    public static let words: [WordField] = [.optional("ownWords")]

    /// The competency.
    public var competency: CompetencyID
    /// The level felt.
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
