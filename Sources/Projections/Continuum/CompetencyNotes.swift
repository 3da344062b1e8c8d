public import LearningRecord

/// What is kept of one learner and one competency: the decisions and what was said of them, the pieces of evidence, and
/// of everything else the newest of its sort.
public struct CompetencyNotes: Equatable, Sendable {
    /// The decisions, by position.
    public var decisions: [Decision] = []
    /// The evidence, in the order in which it was shown. A policy of any time may ask what it is like, so all of it.
    public var pieces: [EvidencePiece] = []
    /// What the learner and the family said of decisions after they were made: of each decision and speaker the newest,
    /// in the order in which they were heard.
    public var voices: [LaterVoice] = []
    /// The newest attempt.
    public var attempt: Moment?
    /// The newest goal.
    public var goal: LevelledMoment?
    /// The newest of the learner's own views.
    public var selfView: LevelledMoment?

    /// A level and when it was spoken of.
    public struct LevelledMoment: Hashable, Sendable {
        /// The level.
        public var level: Level
        /// When.
        public var moment: Moment
    }

    /// Nothing yet.
    public init() {}

    mutating func add(_ decision: Decision) { decisions.insert(decision) }

    mutating func addAttempt(_ moment: Moment) { attempt = .newest(attempt, moment) }

    mutating func addGoal(_ spoken: LevelledMoment) { goal = .newest(goal, spoken) }

    mutating func addSelfView(_ spoken: LevelledMoment) { selfView = .newest(selfView, spoken) }

    mutating func add(_ piece: EvidencePiece) {
        let place = pieces.lastIndex { $0 < piece }.map { $0 + 1 } ?? 0
        pieces.insert(piece, at: place)
    }

    mutating func add(_ voice: LaterVoice) {
        if let known = voices.firstIndex(where: { $0.decision == voice.decision && $0.speaker == voice.speaker }) {
            guard voices[known].moment < voice.moment else { return }
            voices.remove(at: known)
        }
        let place = voices.lastIndex { $0.moment < voice.moment }.map { $0 + 1 } ?? 0
        voices.insert(voice, at: place)
    }
}

extension CompetencyNotes.LevelledMoment {
    static func newest(_ known: Self?, _ other: Self) -> Self {
        guard let known, known.moment >= other.moment else { return other }
        return known
    }

    func write(to writer: inout StateWriter) {
        writer.put(level)
        writer.put(moment)
    }

    init(from reader: inout StateReader) throws(StateError) {
        level = try reader.level()
        moment = try reader.moment()
    }
}

extension CompetencyNotes {
    func write(to writer: inout StateWriter) {
        writer.put(decisions) { $1.write(to: &$0) }
        writer.put(pieces) { $1.write(to: &$0) }
        writer.put(voices) { $1.write(to: &$0) }
        writer.put(attempt) { $0.put($1) }
        writer.put(goal) { $1.write(to: &$0) }
        writer.put(selfView) { $1.write(to: &$0) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        decisions = try reader.list { reader throws(StateError) in try Decision(from: &reader) }
        pieces = try reader.list { reader throws(StateError) in try EvidencePiece(from: &reader) }
        voices = try reader.list { reader throws(StateError) in try LaterVoice(from: &reader) }
        attempt = try reader.optional { reader throws(StateError) in try reader.moment() }
        goal = try reader.optional { reader throws(StateError) in try LevelledMoment(from: &reader) }
        selfView = try reader.optional { reader throws(StateError) in try LevelledMoment(from: &reader) }
    }
}
