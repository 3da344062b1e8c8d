import Foundation
public import LearningRecord
public import LibPQ

extension EventLog {
    /// Reads a part of the log inside a session of the caller, one event at a time and without words: for millions of
    /// them. What cannot be read is handed over as such, and the scan goes on.
    public func scan(_ session: Session, _ part: LogPart, _ body: (ScannedEvent) throws -> Void) throws {
        try session.copyRows(copying(part)) { row in
            try body(try EventRow.scanned(row))
        }
    }

    /// Reads a part of the log inside a session of the caller and puts its events where others of the same learners are.
    /// - Throws: ``UnreadableRow``, `PostgresError`.
    public func gather(_ session: Session, _ part: LogPart, into gathered: inout GatheredEvents) throws {
        try gathered.gather(session, copying(part))
    }

    private func copying(_ part: LogPart) -> SQL {
        let query =
            "select \(EventRow.factColumns) from log.event where \(part.condition(tenant: district.tenant))"
        return "copy (\(unsafeRaw: query)) to stdout (format binary)"
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
