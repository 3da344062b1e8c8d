import LearningRecord
import LibPQ

/// What a verification found.
public enum Verification: Hashable, Sendable {
    /// Everything is as it was appended; so many events.
    case intact(events: Int64)
    /// The first position where something is not.
    case broken(position: Int64, Fault)

    /// What can be wrong at a position.
    public enum Fault: String, Hashable, Sendable {
        /// No event stands there, though later ones do.
        case missing = "the event is missing, though later ones are there"
        /// The hash does not fit what is stored.
        case changed = "the stored event is not the one that was appended: its hash differs"
        /// It says that it was recorded before the one in front of it.
        case disordered = "it claims to be recorded before the event in front of it"
        /// What is stored is no event.
        case unreadable = "what is stored cannot be read as an event"
    }
}

extension EventLog {
    /// Recomputes every hash and position in order, and names the first that is wrong.
    ///
    /// This finds what was changed by someone who did not also recompute the hashes; against the owner of the database
    /// only a copy of the hashes kept elsewhere helps.
    /// - Parameter progress: told the position now and then.
    public func verify(progress: (@Sendable (Int64) -> Void)? = nil) async throws -> Verification {
        let district = district
        return try await run { session in
            var expected: Int64 = 1
            var lastRecordedAt: Int64 = .min
            var fault: Verification?
            var scratch: [UInt8] = []
            let query =
                "select \(EventRow.allColumns) from log.event where tenant = \(district.tenant) order by position"
            do {
                // COPY takes no parameters; a number that this code spells is no input.
                try session.copyRows("copy (\(unsafeRaw: query)) to stdout (format binary)") { row in
                    guard try row.int64(at: 0) == expected else {
                        fault = .broken(position: expected, .missing)
                        throw Stop()
                    }
                    let hash = LeafHash.compute(row, district: district.id, scratch: &scratch)
                    guard hash.elementsEqual(row.bytes(at: EventRow.leafHash)) else {
                        fault = .broken(position: expected, .changed)
                        throw Stop()
                    }
                    let recordedAt = try row.int64(at: 1)
                    guard recordedAt >= lastRecordedAt else {
                        fault = .broken(position: expected, .disordered)
                        throw Stop()
                    }
                    guard (try? EventRow.scanned(row).readable()) != nil else {
                        fault = .broken(position: expected, .unreadable)
                        throw Stop()
                    }
                    lastRecordedAt = recordedAt
                    expected += 1
                    if expected % 50_000 == 0 { progress?(expected) }
                }
            } catch is Stop {}
            return fault ?? .intact(events: expected - 1)
        }
    }

    private struct Stop: Error {}
}
