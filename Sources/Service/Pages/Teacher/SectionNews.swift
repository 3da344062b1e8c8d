import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Projections
import ReferenceData

/// What happens in a section while its page is open: a sentence for each event that others record of its learners, as it
/// comes. That a learner was spoken of is noted.
struct SectionNews: Sendable {
    private struct State: Sendable {
        /// Up to where the log was read.
        var position: Int64
        /// Who is in the section, by all ids, under the id that is shown.
        var shown: [LearnerID: LearnerID]
        var names: [LearnerID: String]
        /// When it is asked again whose records are closed to the caller.
        var until: ContinuousClock.Instant
    }

    private let visit: Visit
    private let section: SectionID
    private let words: PageWords

    static func follow(_ visit: Visit) async throws -> Response {
        let news = SectionNews(
            visit: visit, section: try visit.path("section"),
            words: PageWords(Language.of(visit.request, account: visit.principal?.account)))
        let log = try visit.log()
        let last = visit.request.headers[.lastEventID].flatMap { Int64($0) }
        let head = try await log.head()
        let (shown, names) = try await news.members()
        // Who comes back after a long time reads the page anew; the news of a night are no news.
        let state = State(
            position: last.map { max($0, head - 1_000) } ?? head, shown: shown, names: names,
            until: .now + visit.service.configuration.streamCheck)
        return try ServerSentEvents.response(to: visit, from: state) { state in try await news.more(&state) }
    }

    private func members() async throws -> ([LearnerID: LearnerID], [LearnerID: String]) {
        let log = try visit.log()
        let tenant = log.district.tenant
        let closed = try await Authority(log: log).closed(to: try visit.someone())
        let enrolled = try await log.run { session in
            try session.query(
                """
                select distinct learner from proj.access_enrolment
                 where tenant = \(tenant) and section = \(section) and starts_on <= \(sql: Authority.today)
                   and (ends_on is null or ends_on >= \(sql: Authority.today))
                """
            ).column(as: LearnerID.self)
        }.filter { !closed.contains($0) }
        let shown = try await LinkedLearners(log: log).shown(enrolled)
        let names = try await log.run { session in
            try ReferenceNames(session, tenant: tenant, people: Set(enrolled)).people
        }
        return (shown, names)
    }

    private func more(_ state: inout State) async throws -> [ServerSentEvent] {
        let log = try visit.log()
        let batch = try await log.read(after: state.position, limit: 500)
        if batch.isEmpty { return [] }
        state.position = batch.last?.position ?? state.position
        // Somebody may have come or gone, or a record may have been closed to the caller.
        if state.until < .now
            || batch.contains(where: { $0.event.section == section && [.enrolled, .left].contains($0.event.kind) })
        {
            (state.shown, state.names) = try await members()
            state.until = .now + visit.service.configuration.streamCheck
        }
        let me = visit.principal?.account?.asserting
        let told = batch.filter { recorded in
            state.shown[recorded.event.learner] != nil && Self.kinds.contains(recorded.event.kind)
                && (me == nil || recorded.event.assertedBy.person != me)
        }
        guard !told.isEmpty else { return [] }
        try await ReadLog(log: log).note(
            try visit.someone(), at: Array(Set(told.compactMap { state.shown[$0.event.learner] })), what: "sectionNews",
            why: Relationship.teacher(section).name, request: visit.id)
        return try await say(told, state)
    }

    private static let kinds: Set<EventKind> = [
        .attempt, .evidence, .mastery, .masteryRevised, .enrichmentOffered, .enrichmentAnswered, .enrichmentStarted,
        .enrichmentCompleted, .supportRequested, .supportProvided, .goalSet, .selfAssessed, .voiceHeard,
    ]

    // MARK: Sentences

    private func say(_ told: [RecordedEvent], _ state: State) async throws -> [ServerSentEvent] {
        let log = try visit.log()
        let tenant = log.district.tenant
        let about = Set(told.compactMap { Self.about($0.event) })
        let competencies = try await log.run { session in
            try ReferenceNames(session, tenant: tenant, competencies: about).competencies
        }
        return told.map { recorded in
            let event = recorded.event
            let name = state.shown[event.learner].flatMap { state.names[$0] } ?? words("learner.nameless")
            let competency = Self.about(event).flatMap { competencies[$0] }.map { $0.code ?? $0.title }
            return ServerSentEvent(
                name: "told",
                data: sentence(event, name, competency).split(whereSeparator: \.isNewline).joined(separator: " "),
                id: String(recorded.position))
        }
    }

    private func sentence(_ event: LearningEvent, _ name: String, _ competency: String?) -> String {
        let isOwn = event.assertedBy.role == .learner
        let key =
            switch event.kind {
            case .evidence: isOwn ? "live.section" : "live.evidence"
            case .attempt: isOwn ? "live.attemptOwn" : "live.attempt"
            case .selfAssessed: "live.self"
            case .goalSet: isOwn ? "live.goalOwn" : "live.goal"
            default: "live.\(event.kind.name)"
            }
        if let competency { return words(key, ["name": name, "competency": competency]) }
        return words(Self.without.contains(key) ? key : "live.other", ["name": name])
    }

    /// Sentences that need no competency.
    private static let without: Set<String> = [
        "live.enrichment-offered", "live.enrichment-answered", "live.enrichment-started", "live.enrichment-completed",
        "live.support-requested", "live.support-provided", "live.voice-heard",
    ]

    private static func about(_ event: LearningEvent) -> CompetencyID? {
        switch event.facts {
        case .attempt(let facts): facts.competencies.first
        case .evidence(let facts): facts.claims.first?.competency
        case .mastery(let facts): facts.competency
        case .masteryRevised(let facts): facts.competency
        case .goalSet(let facts): facts.competency
        case .selfAssessed(let facts): facts.competency
        case .voiceHeard(let facts): facts.competency
        default: nil
        }
    }
}
