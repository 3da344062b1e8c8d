public import LearningRecord

/// A cell that can be explained.
public enum ExplainedCell: Hashable, Sendable {
    /// A learner and a competency, in the continuum.
    case continuum(LearnerID, CompetencyID)
    /// A learner and a competency, on the transcript.
    case transcript(LearnerID, CompetencyID)
    /// A count of learners in a school and a term.
    case access(Access)

    /// A count of learners.
    public struct Access: Hashable, Sendable {
        /// The school.
        public var school: SchoolID
        /// The term.
        public var term: TermID
        /// The dimension; ``AccessQuery/everyone`` for all learners together.
        public var dimension: String
        /// The group.
        public var group: String
        /// The form of opportunity; ``AccessQuery/anyForm`` for all together.
        public var form: String
        /// What is counted.
        public var measure: AccessMeasure

        /// A count of learners.
        public init(
            school: SchoolID, term: TermID, dimension: String = AccessQuery.everyone, group: String = "everyone",
            form: String = AccessQuery.anyForm, measure: AccessMeasure
        ) {
            self.school = school
            self.term = term
            self.dimension = dimension
            self.group = group
            self.form = form
            self.measure = measure
        }
    }
}
