public import LearningRecord

/// A transcript as its reader sees it: what was demonstrated, in words, and on what it rests.
///
/// It has no place for an attempt, a count, a duration, a level's number, a group, a support or another learner, so no
/// rendering of it can show one.
public struct TranscriptDocument: Hashable, Sendable {
    /// What an entry means and who decides, where a district says nothing of its own.
    public static let defaultMeaning =
        "Each entry says what this learner can do. Educators of the school decided it on evidence of the "
        + "learner's work, against a published criterion. There are no marks, and nobody is compared with anybody."

    /// How the page of a document is laid out. A document keeps the one that it was issued with: a change of the page is a
    /// new case, beside those that are here.
    public enum Layout: String, Hashable, Sendable {
        case plain
    }

    /// Time at a school.
    public struct Attendance: Hashable, Sendable {
        /// The school's name.
        public var school: String
        /// The first day.
        public var from: CalendarDate
        /// The last day; `nil` while the learner is there.
        public var to: CalendarDate?
    }

    /// A piece of evidence that the learner wants seen first.
    public struct Highlight: Hashable, Sendable {
        /// Its title.
        public var title: String
        /// What the learner says of it.
        public var narrative: String?
        /// Where it can be seen.
        public var link: String?
    }

    /// A credit area with what was demonstrated in it.
    public struct Area: Hashable, Sendable {
        /// The area's name.
        public var name: String
        /// What was demonstrated, in the framework's order.
        public var lines: [Line]
    }

    /// A competency that was demonstrated.
    public struct Line: Hashable, Sendable {
        /// The competency.
        public var competency: CompetencyID
        /// The code that people know it by.
        public var code: String?
        /// What it says in few words.
        public var title: String
        /// What it says.
        public var statement: String
        /// The level, in words.
        public var level: String
        /// What a learner at this level does: the criterion that was applied.
        public var criterion: String?
        /// The framework that it stands in.
        public var framework: String?
        /// The version of the framework that the decision cites. For machines.
        public var frameworkVersion: Int64?
        /// The day of the decision.
        public var decidedOn: CalendarDate
        /// The contexts of the evidence.
        public var contexts: [String]
        /// Whether and how a second reader read the evidence.
        public var secondReading: SecondReading
    }

    /// Whether and how a second reader read the evidence.
    public enum SecondReading: String, Hashable, Sendable {
        /// Nobody did.
        case none
        /// Someone who knew the first reading.
        case informed
        /// Someone who had not seen the first reading.
        case independent
    }

    /// A school as its reader should know it.
    public struct School: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What it says of itself.
        public var profile: String?
    }

    /// How its page is laid out.
    public var layout = Layout.plain
    /// The learner's name.
    public var learner: String
    /// The district's name.
    public var district: String
    /// Where the learner was, the newest first.
    public var attendances: [Attendance]
    /// The day on which the document was made.
    public var madeOn: CalendarDate
    /// What an entry means and who decides.
    public var meaning: String
    /// What the learner wants seen first, in the learner's order.
    public var highlights: [Highlight]
    /// The learner's own statement.
    public var statement: String?
    /// What was demonstrated, area by area in the frameworks' order.
    public var areas: [Area]
    /// What the names of levels mean that are used above, each once.
    public var levels: [NamedWords]
    /// The schools, for the last page.
    public var schools: [School]

    /// A name with what it means.
    public struct NamedWords: Hashable, Sendable {
        /// The name.
        public var name: String
        /// What it means.
        public var description: String
    }
}
