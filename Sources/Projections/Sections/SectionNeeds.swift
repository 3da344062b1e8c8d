public import LearningRecord

/// The learners of a section by what they need next, for whoever teaches it: grouped by need and by what it is about,
/// learners inside a group by name. Nothing in it orders or counts people by level, and nobody is missing from it.
public struct SectionNeeds: Hashable, Sendable {
    /// The section.
    public var section: SectionID
    /// The day on which its learners are enrolled.
    public var day: CalendarDate
    /// The policy under which readiness was reckoned.
    public var policy: MasteryPolicy
    /// Its learners, by name.
    public var learners: [Learner]
    /// The groups: by need, then in the framework's order, then by what was asked for or offered.
    public var groups: [Group]

    /// A learner of the section.
    public struct Learner: Hashable, Sendable {
        /// Who.
        public var id: LearnerID
        /// The name; `nil` where the district knows none.
        public var name: String?
    }

    /// What learners need next, in the order in which a teacher would look at it.
    public enum Need: String, CaseIterable, Hashable, Sendable {
        /// The evidence is what the policy asks for, and nobody has decided.
        case decision
        /// Later evidence speaks to an earlier level than what is demonstrated.
        case anotherLook = "another-look"
        /// A second reading is outstanding, or differs.
        case reading
        /// The learner was not heard on a decision.
        case learnerVoice = "learner-voice"
        /// The family was not heard on a decision.
        case familyVoice = "family-voice"
        /// A support was asked for and not given yet.
        case support
        /// An opportunity was offered and not answered yet.
        case answer
        /// The learner is growing towards a level, and the evidence is not yet what the policy asks for.
        case evidence
        /// What the learner demonstrated, or aims at, leads here, and it is not begun.
        case nextStep = "next-step"
        /// Nothing is recorded of the learner yet.
        case beginning
    }

    /// Learners with one need about one thing.
    public struct Group: Hashable, Sendable {
        /// The need.
        public var need: Need
        /// The competency or area; `nil` where it is about none.
        public var item: LearnerContinuum.Item?
        /// The support or opportunity; `nil` for other needs.
        public var named: String?
        /// The learners, by name.
        public var lines: [Line]
    }

    /// A learner with a need.
    public struct Line: Hashable, Sendable {
        /// Who.
        public var learner: Learner
        /// What it is in particular.
        public var detail: Detail
    }

    /// What a need is in particular.
    public enum Detail: Hashable, Sendable {
        /// Something that waits for people, in what they read of the competency.
        case pending(LearnerContinuum.Pending, of: LearnerContinuum.Entry)
        /// Evidence that is still missing for a level.
        case waiting(LearnerContinuum.LevelReadiness)
        /// Since when a support or an answer is waited for.
        case since(CalendarDate)
        /// Why something is a way forward.
        case way(LearnerContinuum.Way)
        /// Nothing is recorded.
        case nothing
    }
}
