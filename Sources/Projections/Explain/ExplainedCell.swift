public import LearningRecord

/// A cell that can be explained.
public enum ExplainedCell: Hashable, Sendable {
    /// A learner and a competency, in the continuum.
    case continuum(LearnerID, CompetencyID)
    /// A learner and a competency, on the transcript.
    case transcript(LearnerID, CompetencyID)
    /// A count of learners in a school and a window of days.
    case access(Access)

    /// A count of learners.
    public struct Access: Hashable, Sendable {
        /// The school.
        public var school: SchoolID
        /// The window in which is counted.
        public var window: Window
        /// The dimension; ``AccessQuery/everyone`` for all learners together.
        public var dimension: String
        /// The group.
        public var group: String
        /// The form of opportunity; ``AccessQuery/anyForm`` for all together.
        public var form: String
        /// What is counted.
        public var measure: AccessMeasure

        /// A window.
        public enum Window: Hashable, Sendable {
            /// A term of the roster, from its first day to its last.
            case term(TermID)
            /// Any days: from the first to the last, both included.
            case days(CalendarDate, CalendarDate)
        }

        /// A count of learners.
        public init(
            school: SchoolID, in window: Window, dimension: String = AccessQuery.everyone, group: String = "everyone",
            form: String = AccessQuery.anyForm, measure: AccessMeasure
        ) {
            self.school = school
            self.window = window
            self.dimension = dimension
            self.group = group
            self.form = form
            self.measure = measure
        }

        /// A count of learners in a term.
        public init(
            school: SchoolID, term: TermID, dimension: String = AccessQuery.everyone, group: String = "everyone",
            form: String = AccessQuery.anyForm, measure: AccessMeasure
        ) {
            self.init(
                school: school, in: .term(term), dimension: dimension, group: group, form: form, measure: measure)
        }
    }
}
