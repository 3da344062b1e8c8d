import LearningRecord

extension Continuum.State {
    /// The competencies whose rows an event can change. The others need not be made again to see that they did not.
    func affected(by event: LearningEvent) -> Set<CompetencyID> {
        var affected = event.facts.competencies
        guard event.kind == .evidence else { return affected }
        // A decision may cite evidence that comes to be known, or to count, after it.
        for (competency, notes) in competencies where notes.cites(event.id) { affected.insert(competency) }
        return affected
    }

    /// The row of one competency; `nil` where nothing is kept of it.
    func row(of competency: CompetencyID) -> ContinuumRow? {
        competencies[competency].map { ContinuumRow(competency: competency, notes: $0, evidence: evidence) }
    }
}

extension CompetencyNotes {
    fileprivate func cites(_ event: EventID) -> Bool {
        for decision in decisions {
            guard let grounds = decision.grounds else { continue }
            if grounds.evidence.contains(event) || grounds.secondReading == event { return true }
        }
        return false
    }
}

extension ContinuumRow {
    /// The row of a competency of which nothing is left.
    static func nothing(of competency: CompetencyID) -> ContinuumRow {
        ContinuumRow(competency: competency, notes: CompetencyNotes(), evidence: IdentifierMap())
    }
}
