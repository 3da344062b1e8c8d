public import LearningRecord

/// A learner's continuum as people read it. Levels are words; there is no number of any kind, no "behind", and no order
/// but the framework's.
public struct LearnerContinuum: Hashable, Sendable {
    /// Whose it is.
    public var learner: LearnerID
    /// The competencies that the record says something about, in the framework's order.
    public var entries: [Entry]
    /// Competencies that come next, in the framework's order: as many ways forward as the framework has.
    public var ways: [Way]

    /// Where the learner stands with a competency.
    public struct Entry: Hashable, Sendable {
        /// The competency.
        public var competency: CompetencyID
        /// The code that people know it by.
        public var code: String?
        /// What it says.
        public var statement: String
        /// What its credit area says.
        public var area: String?
        /// What is demonstrated; `nil` when nothing is yet.
        public var demonstrated: Demonstrated?
        /// Where the learner is growing.
        public var edge: Mark?
        /// Evidence that came after the decision and speaks to an earlier level: someone should look again.
        public var review: Mark?
        /// The learner's newest goal.
        public var goal: Mark?
        /// Where the learner sees themselves.
        public var selfView: Mark?
        /// The level that comes after what is demonstrated, with its description.
        public var nextLevel: NamedLevel?
        /// The positions of the events behind this.
        public var explainedBy: [Int64]
    }

    /// What is demonstrated.
    public struct Demonstrated: Hashable, Sendable {
        /// The level's name.
        public var level: String
        /// What a learner at this level does.
        public var description: String?
        /// Since when.
        public var since: Instant
        /// In which part the decider acted.
        public var decidedBy: Role
        /// What the learner says of the decision.
        public var learnerVoice: Mastery.Voice
        /// What the family says of it.
        public var familyVoice: Mastery.Voice
        /// Whether a second reader read the evidence.
        public var hasSecondReading: Bool
        /// The positions of the evidence behind it.
        public var evidence: [Int64]
    }

    /// A level and when it was spoken of.
    public struct Mark: Hashable, Sendable {
        /// The level's name; `nil` where none was spoken of.
        public var level: String?
        /// When.
        public var at: Instant
    }

    /// A competency that comes next.
    public struct Way: Hashable, Sendable {
        /// The competency.
        public var competency: CompetencyID
        /// The code that people know it by.
        public var code: String?
        /// What it says.
        public var statement: String
        /// What leads here, by code or title.
        public var after: [String]
        /// What also leads here and is still open, by code or title. The learner may go on here either way.
        public var stillOpen: [String]
    }
}

extension LearnerContinuum {
    init(learner: LearnerID, rows: [ContinuumRow], words: FrameworkWords) {
        self.learner = learner
        entries = rows.sorted { words.precedes($0.competency, $1.competency) }.map { Entry($0, words) }
        let demonstrated = Set(rows.filter { $0.demonstrated != nil }.map(\.competency))
        ways = words.nextSteps(demonstrated: demonstrated).map { step in
            Way(
                competency: step.competency, code: words[step.competency]?.code,
                statement: words.statement(step.competency), after: step.after.map(words.title),
                stillOpen: step.open.map(words.title))
        }
    }
}

extension LearnerContinuum.Entry {
    fileprivate init(_ row: ContinuumRow, _ words: FrameworkWords) {
        let known = words[row.competency]
        let scale = words.scale(
            row.competency, citing: row.demonstrated?.cited, criterion: row.demonstrated?.criterion)
        func mark(_ mark: ContinuumRow.Mark?) -> LearnerContinuum.Mark? {
            mark.map { .init(level: $0.level.map { words.name($0, in: scale).name }, at: $0.at) }
        }
        competency = row.competency
        code = known?.code
        statement = words.statement(row.competency)
        area = words.area(row.competency).flatMap { words[$0] }.map(\.title)
        demonstrated = row.demonstrated.map { shown in
            let level = words.name(shown.level, in: scale)
            return .init(
                level: level.name, description: level.description, since: shown.at, decidedBy: shown.deciderRole,
                learnerVoice: shown.learnerVoice, familyVoice: shown.familyVoice,
                hasSecondReading: shown.secondReadingBlind != nil, evidence: shown.evidence)
        }
        edge = mark(row.edge)
        review = mark(row.review)
        goal = mark(row.goal)
        selfView = mark(row.selfView)
        nextLevel = scale.next(after: row.demonstrated?.level)
        explainedBy = row.explainedBy
    }
}
