import LearningRecord
import LibPQ
import ReferenceData

extension ReferenceNames {
    /// The names of everything that some events name.
    init(_ session: Session, tenant: Int32, of events: [LearningEvent]) throws(PostgresError) {
        try self.init(
            session, tenant: tenant, schools: Set(events.compactMap(\.school)),
            sections: Set(events.compactMap(\.section)), people: Set(events.compactMap(\.assertedBy.person)),
            competencies: Set(events.flatMap(\.facts.competencies)), versions: Set(events.compactMap(\.facts.version)))
    }
}

extension Facts {
    /// The competencies that the facts name.
    fileprivate var competencies: [CompetencyID] {
        switch self {
        case .attempt(let facts): facts.competencies
        case .evidence(let facts): facts.claims.map(\.competency)
        case .mastery(let facts): [facts.competency]
        case .masteryRevised(let facts): [facts.competency]
        case .enrichmentOffered(let facts): [facts.competency].compactMap(\.self)
        case .supportRequested(let facts): [facts.competency].compactMap(\.self)
        case .supportProvided(let facts): [facts.competency].compactMap(\.self)
        case .goalSet(let facts): [facts.competency]
        case .selfAssessed(let facts): [facts.competency]
        case .voiceHeard(let facts): [facts.competency]
        default: []
        }
    }

    /// The framework version that a decision cites.
    fileprivate var version: ReferenceNames.FrameworkVersion? {
        guard case .mastery(let facts) = self else { return nil }
        return ReferenceNames.FrameworkVersion(framework: facts.framework, version: facts.frameworkVersion)
    }
}
