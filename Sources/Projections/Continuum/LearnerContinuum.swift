public import LearningRecord

/// A learner's continuum as people read it. Levels are words; there is no number of any kind, no "behind", and no order
/// but the framework's.
public struct LearnerContinuum: Hashable, Sendable {
    /// Whose it is.
    public var learner: LearnerID
    /// The policy under which readiness was computed: the one in force then.
    public var policy: MasteryPolicy
    /// The competencies that the record says something about, in the framework's order. What was shown under an item that
    /// another took the place of stands with that one.
    public var entries: [Entry]
    /// Ways forward, in the framework's order: as many as there are, each with its reasons, and never one ladder.
    public var ways: [Way]

    /// A competency by what people know it by.
    public struct Item: Hashable, Sendable {
        /// The competency.
        public var competency: CompetencyID
        /// The code that people know it by.
        public var code: String?
        /// What it says.
        public var statement: String
    }

    /// Where the learner stands with a competency.
    public struct Entry: Hashable, Sendable {
        /// The competency as the frameworks have it today.
        public var item: Item
        /// The older item that the record names, where ``item`` took its place.
        public var recordedUnder: Item?
        /// What its credit area says.
        public var area: String?
        /// What is demonstrated; `nil` when nothing is yet.
        public var demonstrated: Demonstrated?
        /// Where the learner is growing.
        public var edge: Mark?
        /// Evidence that came after the newest decision and speaks to an earlier level: someone should look again.
        public var review: Review?
        /// The learner's newest goal.
        public var goal: Mark?
        /// Where the learner sees themselves.
        public var selfView: Mark?
        /// The level that comes after what is demonstrated, with its description.
        public var nextLevel: NamedLevel?
        /// For the next level, and every further one that evidence speaks to: what is there and what is missing.
        public var readiness: [LevelReadiness]
        /// What waits for people.
        public var pending: [Pending]
        /// What was shown under older items that ``item`` took the place of, where the record has it under both.
        public var earlier: [Entry]
        /// The positions of the events behind this.
        public var explainedBy: [Int64]
    }

    /// Evidence to look at again.
    public struct Review: Hashable, Sendable {
        /// The level that the newest such evidence speaks to.
        public var level: String?
        /// Since when.
        public var since: Instant
        /// The evidence.
        public var evidence: [Piece]
    }

    /// A piece of evidence.
    public struct Piece: Hashable, Sendable {
        /// The position of its event.
        public var position: Int64
        /// The day on which it was shown, in UTC.
        public var day: CalendarDate
        /// The level that it speaks to, by name.
        public var level: String
        /// The task that it came from.
        public var task: String?
        /// Where it was shown.
        public var context: String?
    }

    /// Whether the evidence for a level is what the policy asks for.
    public struct LevelReadiness: Hashable, Sendable {
        /// The level's name.
        public var level: String
        /// Whether people can decide with all that the policy asks for.
        public var isReady: Bool
        /// What is missing, in words; empty when it is ready.
        public var missing: String
        /// The same, for whoever says it in words of their own.
        public var lacks: [Readiness.Missing]
        /// The evidence at or above the level.
        public var evidence: [Piece]
    }

    /// A level and when it was spoken of.
    public struct Mark: Hashable, Sendable {
        /// The level's name; `nil` where none was spoken of.
        public var level: String?
        /// When.
        public var at: Instant
    }

    /// Something that waits for people.
    public enum Pending: Hashable, Sendable {
        /// The evidence is what the policy asks for, and nobody has decided: the furthest level that this holds of.
        case readyToDecide(level: String)
        /// Later evidence speaks to an earlier level.
        case review
        /// The policy asks for a second reading, and the decision names none.
        case secondReadingOutstanding
        /// The second reader saw an earlier level: a third reading or a conference is due.
        case secondReadingDiffers(level: String)
        /// Nobody has asked the learner or the family yet what they say of the decision.
        case voice(VoiceHeard.Speaker)
    }

    /// A way forward.
    public struct Way: Hashable, Sendable {
        /// What can be gone on with: a competency, or an area.
        public var item: Item
        /// Why it is a way for this learner.
        public var reasons: [Reason]
        /// What also leads here and is still open, by code or title. The learner may go on here either way.
        public var stillOpen: [String]
    }

    /// Why something is a way forward.
    public enum Reason: Hashable, Sendable {
        /// The framework says that what the learner demonstrated leads here: by code or title.
        case follows([String])
        /// The learner is at it, and this level comes next.
        case nextLevel(String)
        /// The learner set it as a goal, at this level.
        case goal(String?)
        /// Nothing of this area is begun; one can begin with these, by code or title.
        case areaNotBegun(beginWith: [String])
    }
}

extension LearnerContinuum.Entry {
    /// This entry and those of older items.
    public var all: [LearnerContinuum.Entry] { [self] + earlier }

    /// The furthest level that the evidence is ready for.
    public var ready: LearnerContinuum.LevelReadiness? { readiness.last(where: \.isReady) }

    /// Where the learner is growing and no level ahead is ready: the level that the newest evidence speaks to, or the
    /// next one, and what is missing for it.
    public var waitsFor: LearnerContinuum.LevelReadiness? {
        guard let edge, ready == nil else { return nil }
        return readiness.first { $0.level == edge.level } ?? readiness.first
    }
}
