import EventLog
public import LearningRecord
import LibPQ

/// A support that was asked for, or given, or both.
public struct AccessSupport: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "access_support", key: .position, keyColumn: "support",
        columns: [
            "school", "section", "named", "competency", "requested_at", "requested_by_role", "provided_at",
            "explained_by", "event_id", "request_id",
        ])

    /// The position of the request, or of the support where nobody had asked.
    public var support: Int64
    /// The school.
    public var school: SchoolID?
    /// The section.
    public var section: SectionID?
    /// What was asked for, or given.
    public var named: String
    /// What it should help with.
    public var competency: CompetencyID?
    /// When it was asked for.
    public var requestedAt: Instant?
    /// In which part someone asked.
    public var requestedByRole: Role?
    /// When it was first given; `nil` while the learner waits.
    public var providedAt: Instant?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]
    /// The id of the event of the request, by which supports under other ids of the person name it.
    public var id: EventID?
    /// The request that a support names and that is not in this record: where it was made under another id of the person,
    /// this meets it.
    public var request: EventID?

    /// The supports of a learner: a support that meets a request stands in the row of the request.
    static func all(_ state: AccessEquity.State) -> [AccessSupport] {
        var met: [EventID: Moment] = [:]
        var unasked: [AccessSupport] = []
        for provision in state.provisions.values {
            if let request = provision.request, state.requests[request] != nil {
                met[request] = .earliest(met[request], provision.moment)
            } else {
                unasked.append(AccessSupport(provision))
            }
        }
        let asked = state.requests.map { AccessSupport(id: $0.key, $0.value, provided: met[$0.key]) }
        return (asked + unasked).sorted { $0.support < $1.support }
    }

    private init(id: EventID, _ request: AccessEquity.Request, provided: Moment?) {
        self.id = id
        support = request.moment.position
        school = request.school
        section = request.section
        named = request.support
        competency = request.competency
        requestedAt = request.moment.at
        requestedByRole = request.byRole
        providedAt = provided?.at
        explainedBy = [request.moment.position, provided?.position].compactMap(\.self).sorted()
    }

    private init(_ provision: AccessEquity.Provision) {
        support = provision.moment.position
        school = provision.school
        section = provision.section
        named = provision.support
        competency = provision.competency
        providedAt = provision.moment.at
        explainedBy = [provision.moment.position]
        request = provision.request
    }

    func write(to row: inout CopyRow) {
        row.append(school)
        row.append(section)
        row.append(named)
        row.append(competency)
        row.append(requestedAt)
        row.append(requestedByRole?.rawValue)
        row.append(providedAt)
        row.append(explainedBy)
        row.append(id)
        row.append(request)
    }
}
