public import LearningRecord

extension LearnerContinuum {
    /// What is demonstrated.
    public struct Demonstrated: Hashable, Sendable {
        /// The level's name.
        public var level: String
        /// What a learner at this level does.
        public var description: String?
        /// Since when.
        public var since: Instant
        /// When the decision that is shown was made.
        public var decidedAt: Instant
        /// Who decided, in which part.
        public var decider: Assertion
        /// The position of the decision.
        public var decision: Int64
        /// Where the decision is a revision: whether the learner and the family were told before. Its reason is among
        /// the words of the event.
        public var noticeGiven: Bool?
        /// How it stands with the policy that the decision cites; `nil` for a revision.
        public var policy: CitedPolicy?
        /// What the learner says of the decision.
        public var learnerVoice: Mastery.Voice
        /// What the family says of it.
        public var familyVoice: Mastery.Voice
        /// The second reading of the evidence, where there was one.
        public var secondReading: SecondReading?
        /// The positions of the evidence behind it.
        public var evidence: [Int64]
    }

    /// The policy that a decision cites.
    public struct CitedPolicy: Hashable, Sendable {
        /// The version.
        public var version: Label
        /// What it asks for; `nil` where the district has no version of that name.
        public var asked: MasteryPolicy?
        /// What it asked for and the evidence up to the decision did not have, in words: the decision was made without
        /// readiness, as people may. Empty when it was ready; `nil` where nobody knows what the policy asked for.
        public var missing: String?
        /// The same, for whoever says it in words of their own.
        public var lacked: [Readiness.Missing]
    }

    /// A second reading.
    public struct SecondReading: Hashable, Sendable {
        /// Whether the reader had not seen the first.
        public var isBlind: Bool
        /// The position of the evidence that holds it, when that counts.
        public var evidence: Int64?
        /// The level that the reader saw, by name; `nil` where the record does not say.
        public var level: String?
        /// Whether the reader saw the level that was decided, or a further one; `nil` where the record does not say.
        public var agrees: Bool?
    }
}
