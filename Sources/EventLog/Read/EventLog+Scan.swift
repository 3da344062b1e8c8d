import Foundation
public import LearningRecord
public import LibPQ

extension EventLog {
    /// Reads a part of the log inside a session of the caller, one event at a time and without words: for millions of
    /// them. What cannot be read is handed over as such, and the scan goes on.
    public func scan(_ session: Session, _ part: LogPart, _ body: (ScannedEvent) throws -> Void) throws {
        try session.copyRows(Self.copying(part.condition(tenant: district.tenant))) { row in
            try body(try EventRow.scanned(row))
        }
    }

    /// Reads a part of the log inside a transaction of the caller and puts its events where others of the same learners
    /// are. The part has no limit.
    /// - Throws: ``UnreadableRow``, `PostgresError`.
    public func gather(_ session: Session, _ part: LogPart, into gathered: inout GatheredEvents) throws {
        // As the rows lie, which is nearly their order: all of them, or, by a bitmap of the index of streams, those of the
        // learners asked for. A plan by an index meets a page again for each row in it.
        for setting in ["enable_indexscan = off", "max_parallel_workers_per_gather = 0", "work_mem = '64MB'"] {
            try session.execute("set local \(unsafeRaw: setting)")
        }
        try gathered.gather(session, Self.copying(part.unordered(tenant: district.tenant)))
    }

    private static func copying(_ condition: String) -> SQL {
        "copy (select \(unsafeRaw: EventRow.factColumns) from log.event where \(unsafeRaw: condition)) to stdout (format binary)"
    }

    /// Reads every event of some learners up to a position, each learner's in order, inside a session of the caller.
    public func scan(
        _ session: Session, learners: [LearnerID], upTo position: Int64 = .max, _ body: (ScannedEvent) throws -> Void
    ) throws {
        if learners.isEmpty { return }
        // COPY takes no parameters; numbers and UUIDs that this code spells are no input.
        let ids = learners.map { "'\($0)'" }.joined(separator: ",")
        let hashes = learners.map { "uuid_hash('\($0)')" }.joined(separator: ",")
        let query =
            "select \(EventRow.factColumns) from log.event where tenant = \(district.tenant) "
            + "and learner_hash in (\(hashes)) and learner in (\(ids)) and position <= \(position) order by position"
        try session.copyRows("copy (\(unsafeRaw: query)) to stdout (format binary)") { row in
            try body(try EventRow.scanned(row))
        }
    }
}
