import LearningRecord

/// A continuum that is folded event by event and says which of its rows each of them changed.
struct ContinuumSteps {
    private(set) var fold: LearnerFold<Continuum>
    /// The rows as they stand, of the competencies that were looked at.
    private var shown: [CompetencyID: ContinuumRow] = [:]

    init(_ fold: LearnerFold<Continuum>) {
        self.fold = fold
    }

    /// Takes in the next event. Answers the rows that are now others.
    mutating func step(_ recorded: RecordedEvent) -> [ContinuumRow] {
        let affected = fold.state.affected(by: recorded.event)
        for competency in affected where shown[competency] == nil {
            shown[competency] = fold.state.row(of: competency)
        }
        fold.fold(recorded)
        var changed: [ContinuumRow] = []
        for competency in affected {
            guard let row = fold.state.row(of: competency), row != shown[competency] else { continue }
            shown[competency] = row
            changed.append(row)
        }
        return changed
    }

    /// Puts the fold after a correction in the place of the one before. Answers the rows that are now others, and the
    /// competencies of which nothing is left.
    mutating func replace(by corrected: LearnerFold<Continuum>) -> (changed: [ContinuumRow], gone: [CompetencyID]) {
        var before: [CompetencyID: ContinuumRow] = [:]
        for row in fold.rows { before[row.competency] = row }
        fold = corrected
        shown = [:]
        var changed: [ContinuumRow] = []
        for row in corrected.rows where before.removeValue(forKey: row.competency) != row { changed.append(row) }
        return (changed, Array(before.keys))
    }
}
