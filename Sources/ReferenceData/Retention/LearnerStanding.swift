import EventLog
public import LearningRecord

/// Whether a learner is still enrolled, as the log has it.
public enum LearnerStanding: Hashable, Sendable {
    /// An enrolment as a student is open, or ends later.
    case enrolled
    /// Every enrolment has ended; the last of them on this day.
    case left(CalendarDate)
    /// The log knows no enrolment.
    case unknown

    /// What a learner's events say on a day.
    /// - Parameter events: the learner's events in order; kinds other than enrolments, ends and corrections do not count.
    public init(_ events: [RecordedEvent], on day: CalendarDate) {
        let status = Corrections.status(of: events)
        // What names an enrolment that was replaced means the replacement.
        func current(_ id: EventID) -> EventID {
            var id = id
            // Two events can stand in for each other in turn.
            var met: Set<EventID> = []
            while case .replaced(_, let replacement)? = status[id], met.insert(id).inserted { id = replacement }
            return id
        }
        var ends: [EventID: CalendarDate] = [:]
        var enrolments: [(id: EventID, to: CalendarDate?)] = []
        for recorded in events where status[recorded.event.id] == .counts {
            switch recorded.event.facts {
            case .enrolled(let facts) where facts.part == .student: enrolments.append((recorded.event.id, facts.to))
            case .left(let facts):
                let enrolment = current(facts.enrolment)
                ends[enrolment] = max(ends[enrolment] ?? facts.on, facts.on)
            default: break
            }
        }
        var last: CalendarDate?
        for enrolment in enrolments {
            guard let end = ends[enrolment.id] ?? enrolment.to, end < day else {
                self = .enrolled
                return
            }
            last = max(last ?? end, end)
        }
        self = last.map { .left($0) } ?? .unknown
    }
}

extension LinkedIDs {
    /// What a person's ids amount to together, for each id that has others.
    func merging(_ standings: [LearnerID: LearnerStanding]) -> [LearnerID: LearnerStanding] {
        var merged = standings
        for (learner, ids) in groups { merged[learner] = LearnerStanding(of: ids.map { standings[$0] ?? .unknown }) }
        return merged
    }
}

extension LearnerStanding {
    /// What the standings of a person's ids amount to: enrolled by any, gone since the last of them left.
    init(of standings: [LearnerStanding]) {
        var last: CalendarDate?
        for standing in standings {
            switch standing {
            case .enrolled:
                self = .enrolled
                return
            case .left(let day): last = max(last ?? day, day)
            case .unknown: break
            }
        }
        self = last.map { .left($0) } ?? .unknown
    }
}
