import EventLog
public import LearningRecord
import LibPQ

/// An opportunity that was offered to a learner, and what became of it.
public struct AccessOffer: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "access_offer", key: .position, keyColumn: "offer",
        columns: [
            "school", "section", "opportunity", "form", "competency", "initiated_by", "offered_on", "within_enrolment",
            "answer", "answered_at", "started_at", "completed_at", "explained_by", "event_id",
        ])

    /// The position of the offer.
    public var offer: Int64
    /// The id of its event, by which answers under other ids of the person name it.
    public var id: EventID
    /// The school: that of the event; where it names none, that of the learner's enrolment in the section, or the only
    /// school where the learner was enrolled on that day. `nil` when that does not tell.
    public var school: SchoolID?
    /// The section.
    public var section: SectionID?
    /// What was offered.
    public var opportunity: String
    /// What sort of opportunity it is.
    public var form: EnrichmentOffered.Form
    /// What it is about.
    public var competency: CompetencyID?
    /// Who began it.
    public var initiatedBy: EnrichmentOffered.Initiator
    /// The day of the offer, in UTC.
    public var offeredOn: CalendarDate
    /// Whether the learner was enrolled at the school on that day. Other offers do not count.
    public var withinEnrolment: Bool
    /// The newest answer.
    public var answer: EnrichmentAnswered.Answer?
    /// When it was given.
    public var answeredAt: Instant?
    /// When the learner first began it.
    public var startedAt: Instant?
    /// When the learner first completed it.
    public var completedAt: Instant?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    init(
        id: EventID, _ offer: AccessEquity.Offer, _ state: AccessEquity.State, enrolments: [AccessEnrolment],
        presences: [AccessPresence]
    ) {
        self.offer = offer.moment.position
        self.id = id
        let day = offer.moment.at.date
        let school = offer.school ?? Self.school(of: offer.section, on: day, enrolments, presences)
        let presence = presences.first { $0.school == school && $0.covers(day) }
        self.school = school
        section = offer.section
        opportunity = offer.opportunity
        form = offer.form
        competency = offer.competency
        initiatedBy = offer.initiatedBy
        offeredOn = day
        withinEnrolment = presence != nil
        answer = state.answers[id]?.answer
        answeredAt = state.answers[id]?.moment.at
        startedAt = state.started[id]?.at
        completedAt = state.completed[id]?.at
        let positions = [state.answers[id]?.moment, state.started[id], state.completed[id]].compactMap { $0?.position }
        explainedBy = Set([offer.moment.position] + positions + (presence?.explainedBy ?? [])).sorted()
    }

    private static func school(
        of section: SectionID?, on day: CalendarDate, _ enrolments: [AccessEnrolment], _ presences: [AccessPresence]
    ) -> SchoolID? {
        if let section, let enrolment = enrolments.last(where: { $0.section == section && $0.covers(day) }) {
            return enrolment.school
        }
        let schools = Set(presences.filter { $0.covers(day) }.map(\.school))
        return schools.count == 1 ? schools.first : nil
    }

    func write(to row: inout CopyRow) {
        row.append(school)
        row.append(section)
        row.append(opportunity)
        row.append(form.rawValue)
        row.append(competency)
        row.append(initiatedBy.rawValue)
        row.append(offeredOn)
        row.append(withinEnrolment)
        row.append(answer?.rawValue)
        row.append(answeredAt)
        row.append(startedAt)
        row.append(completedAt)
        row.append(explainedBy)
        row.append(id)
    }
}
