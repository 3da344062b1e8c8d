public import LearningRecord

/// What each learner was enrolled in, offered, and given: the facts from which access is counted, group by group.
///
/// It keeps facts of single learners only. Groups are reference data outside the log, so the counts are made where the
/// two meet (`analytics.access`), and a change on either side reaches them.
public enum AccessEquity: StateProjection {
    /// What is kept of one learner.
    public struct State: LearnerState {
        /// Enrolments as a student.
        public var enrolments = IdentifierMap<EventSubject, Enrolment>()
        /// The newest word on the end of each enrolment.
        public var ends = IdentifierMap<EventSubject, End>()
        /// Offers.
        public var offers = IdentifierMap<EventSubject, Offer>()
        /// The newest answer to each offer.
        public var answers = IdentifierMap<EventSubject, Answer>()
        /// When what was offered was first begun.
        public var started = IdentifierMap<EventSubject, Moment>()
        /// When what was offered was first completed.
        public var completed = IdentifierMap<EventSubject, Moment>()
        /// Requests for a support.
        public var requests = IdentifierMap<EventSubject, Request>()
        /// Supports given.
        public var provisions = IdentifierMap<EventSubject, Provision>()

        /// The state of a learner of whom nothing is known yet.
        public init() {}
    }

    /// The name, in the registry and on the command line.
    public static let name = "access"
    /// The version of the fold: raised whenever the same events give other rows.
    public static let version: Int32 = 3
    /// The kinds of events that it reads.
    public static let kinds: Set<EventKind> = [
        .enrolled, .left, .enrichmentOffered, .enrichmentAnswered, .enrichmentStarted, .enrichmentCompleted,
        .supportRequested, .supportProvided,
    ]
    /// The tables that it fills, in the order of its rows' `table`.
    public static let tables = [
        AccessEnrolment.table, AccessPresence.table, AccessOffer.table, AccessSupport.table, AccessReply.table,
    ]

    /// Takes in one event that counts.
    public static func fold(_ state: inout State, _ recorded: RecordedEvent) {
        let (event, id, moment) = (recorded.event, recorded.event.id, recorded.moment)
        switch event.facts {
        case .enrolled(let enrolled):
            guard enrolled.part == .student, let school = event.school else { return }
            state.enrolments[id] = Enrolment(
                moment: moment, school: school, section: event.section, course: enrolled.course,
                from: enrolled.from, to: enrolled.to)
        case .left(let left):
            if let known = state.ends[left.enrolment], known.moment > moment { return }
            state.ends[left.enrolment] = End(moment: moment, on: left.on)
        case .enrichmentOffered(let offered):
            state.offers[id] = Offer(
                moment: moment, school: event.school, section: event.section, opportunity: offered.opportunity.text,
                form: offered.form, competency: offered.competency, initiatedBy: offered.initiatedBy)
        case .enrichmentAnswered(let answered):
            if let known = state.answers[answered.offer], known.moment > moment { return }
            state.answers[answered.offer] = Answer(moment: moment, answer: answered.answer)
        case .enrichmentStarted(let started):
            state.started[started.offer] = .earliest(state.started[started.offer], moment)
        case .enrichmentCompleted(let completed):
            state.completed[completed.offer] = .earliest(state.completed[completed.offer], moment)
        case .supportRequested(let requested):
            state.requests[id] = Request(
                moment: moment, school: event.school, section: event.section, support: requested.support.text,
                competency: requested.competency, byRole: event.assertedBy.role)
        case .supportProvided(let provided):
            state.provisions[id] = Provision(
                moment: moment, school: event.school, section: event.section, support: provided.support.text,
                competency: provided.competency, request: provided.request)
        default:
            break
        }
    }

    /// The rows of a learner in this state.
    public static func rows(_ state: State) -> [AccessRow] {
        let enrolments = state.enrolments.map { AccessEnrolment($0.value, end: state.ends[$0.key]) }
            .sorted { $0.enrolment < $1.enrolment }
        let presences = AccessPresence.merging(enrolments)
        let offers = state.offers.sorted { $0.value.moment.position < $1.value.moment.position }
            .map { AccessOffer(id: $0.key, $0.value, state, enrolments: enrolments, presences: presences) }
        return enrolments.map { .enrolment($0) } + presences.map { .presence($0) } + offers.map { .offer($0) }
            + AccessSupport.all(state).map { .support($0) } + AccessReply.all(state).map { .reply($0) }
    }
}
