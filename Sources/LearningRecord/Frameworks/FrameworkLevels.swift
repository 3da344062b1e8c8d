/// The names of levels in one version of a framework: of a rubric's criterion, of a competency, of the whole.
public struct FrameworkLevels: Hashable, Sendable {
    /// One row of a rubric: the levels of a criterion, for one competency or for the framework as a whole.
    public struct Criterion: Hashable, Sendable {
        /// Which criterion.
        public var id: CriterionID
        /// The competency that it is about; `nil` for the framework as a whole.
        public var competency: CompetencyID?
        /// Its levels.
        public var scale: LevelScale

        /// A criterion.
        public init(id: CriterionID, competency: CompetencyID?, scale: LevelScale) {
            self.id = id
            self.competency = competency
            self.scale = scale
        }
    }

    /// The criteria in the framework's order.
    public let criteria: [Criterion]
    /// The district's own names, where the framework has none.
    public let districtDefault: LevelScale

    private let byCriterion: [CriterionID: LevelScale]
    private let byCompetency: [CompetencyID: Criterion]
    private let whole: Criterion?

    /// The names of a framework.
    public init(criteria: [Criterion], districtDefault: LevelScale = .default) {
        self.criteria = criteria
        self.districtDefault = districtDefault
        byCriterion = Dictionary(criteria.map { ($0.id, $0.scale) }) { first, _ in first }
        byCompetency = Dictionary(criteria.compactMap { row in row.competency.map { ($0, row) } }) { first, _ in first }
        whole = criteria.first { $0.competency == nil }
    }

    /// The criterion that a decision about `competency` cites: its own, or the framework's; `nil` when there is none.
    public func criterion(for competency: CompetencyID) -> CriterionID? { (byCompetency[competency] ?? whole)?.id }

    /// The names that hold for `competency`: of the criterion cited, else of its own first criterion, else of the
    /// framework as a whole, else the district's.
    public func scale(for competency: CompetencyID, criterion: CriterionID? = nil) -> LevelScale {
        criterion.flatMap { byCriterion[$0] } ?? byCompetency[competency]?.scale ?? whole?.scale ?? districtDefault
    }
}
