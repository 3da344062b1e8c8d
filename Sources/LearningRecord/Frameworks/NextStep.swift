/// A competency that comes next for a learner: the framework says that something already demonstrated precedes it.
public struct NextStep: Hashable, Sendable {
    /// What comes next.
    public var competency: CompetencyID
    /// What has been demonstrated and leads here, in the framework's order.
    public var after: [CompetencyID]
    /// What also precedes it and has not been demonstrated yet, in the framework's order.
    public var open: [CompetencyID]

    /// A step.
    public init(competency: CompetencyID, after: [CompetencyID], open: [CompetencyID]) {
        self.competency = competency
        self.after = after
        self.open = open
    }

    /// Whether everything that precedes it has been demonstrated. A learner may go on here either way.
    public var isReady: Bool { open.isEmpty }
}
