public import LearningRecord

/// A decision about a level: a mastery, or a revision of an earlier decision.
public struct Decision: Hashable, Sendable {
    /// The event.
    public var id: EventID
    /// Where it stands in the learner's history.
    public var moment: Moment
    /// The level decided.
    public var level: Level
    /// Who decided, in which part.
    public var decider: Assertion
    /// Whether the learner and the family were told before; `nil` for a mastery, which lowers nothing.
    public var noticeGiven: Bool?
    /// What only a mastery says; `nil` for a revision.
    public var grounds: Grounds?
    /// The decision that it revises; `nil` for a mastery.
    public var revises: EventID?

    /// What a mastery rests on.
    public struct Grounds: Hashable, Sendable {
        /// The framework that the competency stands in.
        public var framework: FrameworkID
        /// The version of it that was in force.
        public var frameworkVersion: Int64
        /// The rubric's criterion that was applied.
        public var criterion: CriterionID?
        /// The evidence cited.
        public var evidence: [EventID]
        /// What the learner says.
        public var learnerVoice: Mastery.Voice
        /// What the family says.
        public var familyVoice: Mastery.Voice
        /// The second reading: the evidence that holds it; `nil` when there was none.
        public var secondReading: EventID?
        /// Whether the second reader had not seen the first reading; `nil` when there was no second reading.
        public var secondReadingBlind: Bool?
        /// The version of the policy that computed the readiness.
        public var policy: Label
    }

    /// The decision that a mastery is.
    public init(_ mastery: Mastery, _ recorded: RecordedEvent) {
        id = recorded.event.id
        moment = recorded.moment
        level = mastery.level
        decider = mastery.decider
        grounds = Grounds(
            framework: mastery.framework, frameworkVersion: mastery.frameworkVersion, criterion: mastery.criterion,
            evidence: mastery.evidence, learnerVoice: mastery.learnerVoice, familyVoice: mastery.familyVoice,
            secondReading: mastery.secondRating?.id, secondReadingBlind: mastery.secondRating?.blind,
            policy: mastery.policy)
    }

    /// The decision that a revision is.
    public init(_ revision: MasteryRevised, _ recorded: RecordedEvent) {
        id = recorded.event.id
        moment = recorded.moment
        level = revision.level
        decider = revision.decider
        noticeGiven = revision.noticeGiven
        revises = revision.revises
    }
}

extension [Decision] {
    /// Takes a decision in, where its position belongs.
    mutating func insert(_ decision: Decision) {
        let place = lastIndex { $0.moment.position < decision.moment.position }.map { $0 + 1 } ?? 0
        insert(decision, at: place)
    }
}

extension Decision {
    func write(to writer: inout StateWriter) {
        writer.put(id)
        writer.put(moment)
        writer.put(level)
        writer.put(decider.role)
        writer.put(decider.person) { $0.put($1) }
        writer.put(noticeGiven) { $0.put($1) }
        writer.put(revises) { $0.put($1) }
        writer.put(grounds) { $1.write(to: &$0) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        id = try reader.id()
        moment = try reader.moment()
        level = try reader.level()
        let role: Role = try reader.choice()
        decider = Assertion(person: try reader.optionalID(), role: role)
        noticeGiven = try reader.optional { reader throws(StateError) in try reader.flag() }
        revises = try reader.optionalID()
        grounds = try reader.optional { reader throws(StateError) in try Grounds(from: &reader) }
    }
}

extension Decision.Grounds {
    fileprivate func write(to writer: inout StateWriter) {
        writer.put(framework)
        writer.put(frameworkVersion)
        writer.put(criterion) { $0.put($1) }
        writer.put(evidence) { $0.put($1) }
        writer.put(learnerVoice)
        writer.put(familyVoice)
        writer.put(secondReading) { $0.put($1) }
        writer.put(secondReadingBlind) { $0.put($1) }
        writer.put(policy.text)
    }

    fileprivate init(from reader: inout StateReader) throws(StateError) {
        framework = try reader.id()
        frameworkVersion = try reader.signed()
        criterion = try reader.optionalID()
        evidence = try reader.list { reader throws(StateError) in try reader.id() }
        learnerVoice = try reader.choice()
        familyVoice = try reader.choice()
        secondReading = try reader.optionalID()
        secondReadingBlind = try reader.optional { reader throws(StateError) in try reader.flag() }
        policy = try reader.label()
    }
}
