import EventLog
import LearningRecord
import LibPQ
import Projections
import ReferenceData

/// All that people look at before they decide what a learner has demonstrated in one competency: the learner's own view,
/// the family's, the evidence, and how it stands with the policy.
struct DecisionCase: Sendable {
    let page: Page
    let learner: LearnerID
    /// What the learner is called.
    let name: String
    /// The section in which the caller teaches the learner.
    let section: SectionHead?
    let home: CompetencyHome
    /// Where the learner stands; `nil` where nothing is recorded of this competency.
    let row: ContinuumRow?
    /// The policy in force.
    let policy: MasteryPolicy
    /// What counts of the record about this competency, with its words, in the order in which it happened.
    let events: [RecordedEvent]
    let names: SpeakerNames

    var words: PageWords { page.words }
    var path: String { "/learners/\(learner)/competencies/\(home.competency.id)" }
    var title: String { home.competency.title }

    /// - Throws: ``Problem`` where no framework has the competency, `EventLogError`.
    init(_ visit: Visit) async throws {
        let log = try visit.log()
        let tenant = log.district.tenant
        let competency: CompetencyID = try visit.path("competency")
        let learner: LearnerID = try visit.path("learner")
        guard let home = try await CompetencyHome.read(competency, in: log) else { throw Problem.notFound }
        let ids = visit.basis.ids.isEmpty ? [learner] : visit.basis.ids
        let about = try await log.read(learners: ids).values.flatMap { Corrections.counting($0) }
            .filter { Self.competencies(of: $0.event).contains(competency) }
            .sorted { ($0.event.occurredAt, $0.position) < ($1.event.occurredAt, $1.position) }
        events = try await log.open(try await log.withoutErasedAuthors(about))
        let people = Set(
            events.compactMap(\.event.assertedBy.person) + events.flatMap { $0.event.coauthors.map(\.person) })
        names = try await SpeakerNames(people.union(ids), in: log)
        row = try await ContinuumReader(log: log).rows(of: learner).first { $0.competency == competency }
        policy = try await log.run { session in
            MasteryPolicy.inForce(
                try PolicyStore.policies(session, tenant: tenant), at: try PolicyStore.now(session))
        }
        if case .teacher(let taught)? = visit.basis.relationship {
            section = try await SectionHead.read(taught, in: log)
        } else {
            section = nil
        }
        let page = try await Page(visit)
        name = names[learner] ?? ids.lazy.compactMap { [names] in names[$0] }.first ?? page.words("learner.nameless")
        (self.page, self.learner, self.home) = (page, learner, home)
    }

    /// The place of the newest event that was looked at: whoever decides says it, so that nothing comes in between unseen.
    var seen: Int64 { events.map(\.position).max() ?? 0 }

    // MARK: Parts

    /// A piece of evidence about the competency.
    struct Piece: Sendable {
        let recorded: RecordedEvent
        let facts: Evidence
        /// The level that it speaks to.
        let level: Level

        var id: EventID { recorded.event.id }
        /// Whether it is somebody's reading of other evidence: they say of themselves that they assessed it.
        var isReading: Bool {
            guard let reader = recorded.event.assertedBy.person, recorded.event.assertedBy.role == .teacher else {
                return false
            }
            return facts.authors.contains { $0.person == reader && $0.part == .assessed }
        }
    }

    private var all: [Piece] {
        events.compactMap { recorded in
            guard case .evidence(let facts) = recorded.event.facts,
                let claim = facts.claims.first(where: { $0.competency == home.competency.id })
            else { return nil }
            return Piece(recorded: recorded, facts: facts, level: claim.level)
        }
    }

    /// The evidence, in the order in which it was shown.
    var pieces: [Piece] { all.filter { !$0.isReading } }

    /// The readings of others, the newest first. One's own reading is the decision.
    var readings: [Piece] {
        let me = page.visit.principal?.account?.asserting
        return all.filter { $0.isReading && $0.recorded.event.assertedBy.person != me }.reversed()
    }

    /// What the family said it saw.
    var ofFamily: [RecordedEvent] {
        events.filter { $0.event.kind == .evidence && $0.event.assertedBy.role == .family }
    }

    /// The newest of a kind.
    func newest(_ kind: EventKind) -> LearningEvent? { events.last { $0.event.kind == kind }?.event }

    /// How the evidence stands to a level.
    func readiness(_ level: Level) -> Readiness {
        Readiness(of: row?.pieces ?? [], for: level, under: policy, on: Page.now().date)
    }

    /// The levels of which it is said how the evidence stands: the furthest that is ready, and what lies before one that is
    /// not; else the next one.
    var levelsAhead: [Readiness] {
        let all = everyLevelAhead
        guard let ready = all.lastIndex(where: \.isReady) else { return all }
        return Array(all[ready...])
    }

    private var everyLevelAhead: [Readiness] {
        let demonstrated = row?.demonstrated?.level
        let next = home.scale.next(after: demonstrated)?.level
        return home.scale.levels.map(\.level).filter { level in demonstrated.map { level > $0 } ?? true }
            .map(readiness).filter { $0.level == next || $0.isReady || !$0.pieces.isEmpty }
    }

    /// The furthest level that is ready.
    var ready: Readiness? { levelsAhead.last(where: \.isReady) }

    private static func competencies(of event: LearningEvent) -> [CompetencyID] {
        switch event.facts {
        case .attempt(let facts): facts.competencies
        case .evidence(let facts): facts.claims.map(\.competency)
        case .mastery(let facts): [facts.competency]
        case .masteryRevised(let facts): [facts.competency]
        case .goalSet(let facts): [facts.competency]
        case .selfAssessed(let facts): [facts.competency]
        case .voiceHeard(let facts): [facts.competency]
        default: []
        }
    }
}
