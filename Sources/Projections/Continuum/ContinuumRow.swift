public import LearningRecord
import LibPQ

/// Where a learner stands with one competency. Levels are places in a continuum; people are shown their names.
public struct ContinuumRow: ProjectionRow, Hashable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "continuum", key: .id, keyColumn: "competency",
        columns: [
            "framework", "framework_version", "criterion", "level", "demonstrated_at", "decided_by_role", "decision",
            "evidence", "learner_voice", "family_voice", "second_reading_blind", "edge_at", "edge_level",
            "review_since", "review_level", "goal_level", "goal_at", "self_level", "self_at", "explained_by",
            "decided_by", "decided_at", "policy", "notice_given", "second_reading", "second_reading_level",
            "review_evidence", "pieces",
        ])

    /// The level demonstrated, and the decision behind it.
    public struct Demonstrated: Hashable, Sendable {
        /// The level.
        public var level: Level
        /// Since when.
        public var at: Instant
        /// Who decided, in which part.
        public var decider: Assertion
        /// When the decision that is cited was made: later than ``at`` where a newer one confirms the level.
        public var decidedAt: Instant
        /// The position of the decision that is cited.
        public var decision: Int64
        /// Where that decision is a revision: whether the learner and the family were told before.
        public var noticeGiven: Bool?
        /// The version of the policy that the decision cites; `nil` for a revision, which asks for a reason instead.
        public var policy: Label?
        /// The framework, and its version, that the decision cites; `nil` for a revision of a decision that does not
        /// count any more.
        public var framework: FrameworkID?
        /// The version of the framework.
        public var frameworkVersion: Int64?
        /// The rubric's criterion that was applied.
        public var criterion: CriterionID?
        /// The positions of the evidence cited, as far as it counts.
        public var evidence: [Int64]
        /// What the learner says of the decision.
        public var learnerVoice: Mastery.Voice
        /// What the family says of the decision.
        public var familyVoice: Mastery.Voice
        /// Whether the second reader had not seen the first reading; `nil` when there was no second reading.
        public var secondReadingBlind: Bool?
        /// The position of the evidence that holds the second reading, when that counts.
        public var secondReading: Int64?
        /// The level that the second reader saw; `nil` where the record does not say.
        public var secondReadingLevel: Level?
    }

    /// A level, and when it was spoken of.
    public struct Mark: Hashable, Sendable {
        /// The level; `nil` for an attempt, which speaks to none.
        public var level: Level?
        /// When.
        public var at: Instant
    }

    /// The competency.
    public var competency: CompetencyID
    /// What is demonstrated; `nil` when nothing is yet.
    public var demonstrated: Demonstrated?
    /// Where the learner is growing: the newest attempt or evidence above what is demonstrated, and the level that the
    /// newest such evidence speaks to.
    public var edge: Mark?
    /// Evidence below what is demonstrated that came after the newest decision: since when, and the level that the newest
    /// such evidence speaks to. Someone should look at it again; any later decision closes it.
    public var review: Mark?
    /// The positions of that evidence, in the order in which it was shown.
    public var reviewEvidence: [Int64] = []
    /// The learner's newest goal.
    public var goal: Mark?
    /// The learner's newest view of where they stand.
    public var selfView: Mark?
    /// The evidence that readiness is computed from, in the order in which it was shown: at or above what is demonstrated,
    /// cited, to be looked at again, and the newest of all, before the cited decision and altogether.
    public var pieces: [EvidencePiece] = []
    /// The positions of the events that make this row.
    public var explainedBy: [Int64] = []

    /// The place of the row's table among the projection's.
    public var table: Int { 0 }
    /// What tells the row from the learner's others in its table.
    public var key: RowKey { .id(competency.uuid) }
}
