public import EventLog
import LearningRecord
import LibPQ

/// Takes the events that roster imports decided to the log.
///
/// Each chunk leaves the waiting table in the transaction that appends it, so a crash at any moment neither doubles nor
/// loses one: what is still waiting is appended by the next import, or by a call of this.
public struct PendingEvents: Sendable {
    private let log: EventLog

    /// The waiting events of a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// How many events wait.
    public func count() async throws -> Int64 {
        let tenant = log.district.tenant
        return try await log.run {
            try $0.query("select count(*) from ref.pending_event where tenant = \(tenant)").single(as: Int64.self)
        }
    }

    /// Appends every waiting event, in order; answers how many there were.
    @discardableResult
    public func append(progress: (@Sendable (Int64) -> Void)? = nil) async throws -> Int64 {
        var done: Int64 = 0
        // The log keeps one step ahead of the server, so what comes after one is asked for while that one still waits.
        let place = PendingPlace(log: log)
        try await log.append(steps: {
            try Task.checkCancellation()
            return try await place.next()
        }) { step in
            done += Int64(step.events.count)
            progress?(done)
        }
        return done
    }
}

/// How far the waiting events were fetched.
private actor PendingPlace {
    private let log: EventLog
    private var last = Int64.min

    init(log: EventLog) {
        self.log = log
    }

    /// The next events, and what takes them away when they are appended.
    func next() async throws -> EventLog.Step? {
        let after = last
        let tenant = log.district.tenant
        let chunk = try await log.transaction { session in
            // Until the server has looked at the table it takes what was written just now for a few rows, and would sort
            // all that waits for each chunk of it.
            try session.execute("set local enable_sort = off")
            return try session.query(
                """
                select n, event_id, kind, learner, school, section, course, occurred_on, starts_on, ends_on, about,
                       replacement
                  from ref.pending_event where tenant = \(tenant) and n > \(after) order by n
                 limit \(Int64(EventLog.chunk))
                """
            ).map(PendingEvent.init)
        }
        guard let end = chunk.last?.n else { return nil }
        last = end
        let numbers = chunk.map(\.n)
        let ids = chunk.map(\.event.id)
        return EventLog.Step(events: chunk.map(\.event)) { session in
            // Whoever else takes the same chunk waits here, finds nothing left, and appends what is known already.
            try session.execute("select from ref.roster_lock where tenant = \(tenant) for update")
            // A number alone may stand for another event by now. Each is looked up by it: to look for the ids in all
            // that waits took the server longer than to append them.
            try session.execute(
                """
                delete from ref.pending_event p using unnest(\(numbers), \(ids)) u(n, event_id)
                 where p.tenant = \(tenant) and p.n > \(after) and p.n <= \(end) and p.n = u.n
                   and p.event_id = u.event_id
                """)
        }
    }
}

/// One waiting event.
private struct PendingEvent: Sendable {
    let n: Int64
    let event: LearningEvent

    init(_ row: Row) throws {
        n = try row[0, as: Int64.self]
        let facts: Facts
        let about = try row[10, as: EventID?.self]
        let first = try row[8, as: CalendarDate?.self]
        let last = try row[9, as: CalendarDate?.self]
        var words: Words = [:]
        switch (EventKind(rawValue: try row[2, as: Int16.self]), about, first, last) {
        case (.enrolled, _, let first?, let last):
            facts = .enrolled(
                Enrolled(course: try row[6, as: CourseID?.self], part: .student, from: first, to: last))
        case (.left, let enrolment?, _, let last?):
            facts = .left(Left(enrolment: enrolment, on: last))
        case (.correction, let corrected?, _, _):
            let replacement = try row[11, as: EventID?.self]
            facts = .correction(
                replacement.map { Correction(replacing: corrected, with: $0) } ?? Correction(voiding: corrected))
            words = ["reason": "The school's student information system changed this enrolment."]
        default:
            throw RecordError(.unknownKind, at: "kind", "a waiting event of this kind was never written")
        }
        event = LearningEvent(
            id: try row[1, as: EventID.self], learner: try row[3, as: LearnerID.self],
            occurredAt: Instant(startOf: try row[7, as: CalendarDate.self]), assertedBy: Assertion(role: .system),
            school: try row[4, as: SchoolID?.self], section: try row[5, as: SectionID?.self], facts: facts,
            words: words)
    }
}
