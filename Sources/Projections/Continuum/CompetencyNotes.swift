public import LearningRecord

/// What is kept of one learner and one competency: the decisions, and of everything else the newest of its sort.
public struct CompetencyNotes: Equatable, Sendable {
    /// The decisions, by position.
    public var decisions: [Decision] = []
    /// The newest evidence that speaks to each level, by level.
    public var evidence: [LevelledMoment] = []
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

    mutating func addEvidence(_ spoken: LevelledMoment) {
        if let index = evidence.firstIndex(where: { $0.level >= spoken.level }) {
            if evidence[index].level > spoken.level {
                evidence.insert(spoken, at: index)
            } else if evidence[index].moment < spoken.moment {
                evidence[index] = spoken
            }
        } else {
            evidence.append(spoken)
        }
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
        writer.put(evidence) { $1.write(to: &$0) }
        writer.put(attempt) { $0.put($1) }
        writer.put(goal) { $1.write(to: &$0) }
        writer.put(selfView) { $1.write(to: &$0) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        decisions = try reader.list { reader throws(StateError) in try Decision(from: &reader) }
        evidence = try reader.list { reader throws(StateError) in try LevelledMoment(from: &reader) }
        attempt = try reader.optional { reader throws(StateError) in try reader.moment() }
        goal = try reader.optional { reader throws(StateError) in try LevelledMoment(from: &reader) }
        selfView = try reader.optional { reader throws(StateError) in try LevelledMoment(from: &reader) }
    }
}
