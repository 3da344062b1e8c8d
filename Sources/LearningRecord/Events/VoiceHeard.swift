/// The learner or the family said what they think of a decision after it was made. Until then the decision keeps saying
/// that they were not heard yet.
public struct VoiceHeard: EventPayload {
    /// Whose voice it is.
    public enum Speaker: String, Choice {
        case learner
        case family
    }

    /// What they say of the decision.
    public enum Voice: String, Choice {
        case agrees
        case differs

        /// The same, as a decision says it.
        public var ofDecision: Mastery.Voice {
            switch self {
            case .agrees: .agrees
            case .differs: .differs
            }
        }
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.voiceHeard
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("ownWords")]

    /// The decision: a mastery, or a revision of one.
    public var decision: EventID
    /// The competency of that decision.
    public var competency: CompetencyID
    /// Whose voice it is.
    public var speaker: Speaker
    /// What they say.
    public var voice: Voice

    /// A voice on a decision.
    public init(decision: EventID, competency: CompetencyID, speaker: Speaker, voice: Voice) {
        self.decision = decision
        self.competency = competency
        self.speaker = speaker
        self.voice = voice
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        decision = try fields.requiredColumn("decision")
        competency = try fields.requiredColumn("competency")
        speaker = try fields.required("speaker")
        voice = try fields.requiredColumn("voice")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("decision", decision)
        fields.putColumn("competency", competency)
        fields.put("speaker", speaker)
        fields.putColumn("voice", voice)
    }
}
