public import LearningRecord

/// What the learner or the family said of a decision after it was made.
public struct LaterVoice: Hashable, Sendable {
    /// The decision.
    public var decision: EventID
    /// Whose voice it is.
    public var speaker: VoiceHeard.Speaker
    /// What they say.
    public var voice: VoiceHeard.Voice
    /// When it was heard.
    public var moment: Moment
}

extension LaterVoice {
    func write(to writer: inout StateWriter) {
        writer.put(decision)
        writer.put(speaker)
        writer.put(voice)
        writer.put(moment)
    }

    init(from reader: inout StateReader) throws(StateError) {
        decision = try reader.id()
        speaker = try reader.choice()
        voice = try reader.choice()
        moment = try reader.moment()
    }
}

extension [LaterVoice] {
    /// What a speaker said of a decision after it was made. It holds over what the decision says, even where it claims an
    /// earlier time: it names the decision.
    func newest(of speaker: VoiceHeard.Speaker, on decision: EventID) -> LaterVoice? {
        first { $0.decision == decision && $0.speaker == speaker }
    }
}
