import Foundation
public import LearningRecord
public import LibPQ

extension EventLog {
    /// The position of the newest event; 0 when there is none.
    public func head() async throws -> Int64 {
        let tenant = district.tenant
        return try await run { session in
            try session.query(
                "select position from log.event where tenant = \(tenant) order by position desc limit 1"
            ).first?[0, as: Int64.self] ?? 0
        }
    }

    /// The position of the newest event that was recorded at `time` or before; 0 when there is none. What stood then is
    /// exactly what stands up to that position, since `recorded_at` never decreases.
    public func position(asOf time: Instant) async throws -> Int64 {
        let tenant = district.tenant
        return try await run { session in
            // A binary search by position, in one round trip: there is no index by time, and none is needed. Each look is a
            // query of its own inside, so that it is one in the primary key and never a join with the whole log.
            try session.query(
                """
                with recursive search (low, high) as (
                    select 0::bigint, coalesce((select position from log.event where tenant = \(tenant)
                                                order by position desc limit 1), 0)
                    union all
                    select case when l.is_by then l.middle else l.low end,
                           case when l.is_by then l.high else l.middle - 1 end
                      from (select m.low, m.middle, m.high,
                                   (select e.recorded_at <= \(time) from log.event e
                                     where e.tenant = \(tenant) and e.position = m.middle) as is_by
                              from (select low, low + (high - low + 1) / 2 as middle, high
                                      from search where low < high) m
                            offset 0) l)
                select low from search where low >= high
                """
            ).single(as: Int64.self)
        }
    }

    /// Up to `limit` events after `position`, in order, without their words.
    public func read(after position: Int64, limit: Int) async throws -> [RecordedEvent] {
        try await run { session in
            var events: [RecordedEvent] = []
            events.reserveCapacity(min(limit, 10_000))
            try scan(session, after: position, limit: limit) { events.append($0) }
            return events
        }
    }

    /// Every event of a learner up to a position (the newest, if none is given), in order, without words.
    public func read(learner: LearnerID, upTo position: Int64 = .max) async throws -> [RecordedEvent] {
        try await run { session in
            var events: [RecordedEvent] = []
            try Self.scan(try session.query(stream(of: learner, upTo: position))) { events.append(try $0.readable()) }
            return events
        }
    }

    /// Every event of some learners up to a position, each learner's in order, without words.
    public func read(
        learners: [LearnerID], upTo position: Int64 = .max
    ) async throws -> [LearnerID: [RecordedEvent]] {
        try await run { session in try read(session, learners: learners, upTo: position) }
    }

    /// Every event of some learners up to a position, inside a session of the caller.
    /// - Throws: `EventLogError.damaged` at the first that cannot be read.
    public func read(
        _ session: Session, learners: [LearnerID], upTo position: Int64 = .max
    ) throws -> [LearnerID: [RecordedEvent]] {
        var found: [LearnerID: [RecordedEvent]] = [:]
        try scan(session, learners: learners, upTo: position) { scanned in
            let event = try scanned.readable()
            found[event.event.learner, default: []].append(event)
        }
        return found
    }

    /// Reads events in order inside a session of the caller, one at a time and without words: for millions of them.
    public func scan(
        _ session: Session, after position: Int64, upTo last: Int64 = .max, limit: Int = .max,
        _ body: (RecordedEvent) throws -> Void
    ) throws {
        try scan(session, LogPart(after: position, upTo: last, limit: limit)) { try body(try $0.readable()) }
    }
}
