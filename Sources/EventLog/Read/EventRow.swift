import Foundation
import LearningRecord
import LibPQ

/// A row of the log while it is being decoded: ``fields`` in order, in binary form.
enum EventRow {
    /// What a reader of facts needs; the order is that of the decoder below.
    static let factColumns =
        "position, recorded_at, event_id, learner, occurred_at, kind, kind_version, asserted_role, level, code, "
        + "asserted_by, school, section, competency, about, item, more"
    /// What a reader of words or hashes needs in addition.
    static let allColumns = factColumns + ", words, leaf_hash"

    static let words = 17
    static let leafHash = 18

    /// The event of a row, its words left out, or that it cannot be read.
    /// - Throws: ``UnreadableRow`` when the row itself is not as it should be.
    static func scanned(_ row: borrowing BinaryRow) throws -> ScannedEvent {
        let (position, learner, kind) = try place(row)
        do {
            let event = try learningEvent(row)
            return .event(RecordedEvent(position: position, recordedAt: try instant(row, 1), event: event))
        } catch let error as RecordError {
            return .unreadable(UnreadableEvent(position: position, learner: learner, kind: kind, error: error))
        } catch let error as PostgresError {
            throw UnreadableRow(position: position, reason: error.description)
        }
    }

    /// Where a row stands, whose it is, and the number of its kind.
    /// - Throws: ``UnreadableRow``.
    static func place(_ row: borrowing BinaryRow) throws -> (position: Int64, learner: LearnerID, kind: Int16) {
        let position = try row.int64(at: 0)
        do {
            return (position, LearnerID(try row.uuid(at: 3)), try row.int16(at: 5))
        } catch {
            throw UnreadableRow(position: position, reason: error.description)
        }
    }

    private static func learningEvent(_ row: borrowing BinaryRow) throws -> LearningEvent {
        let kindNumber = try row.int16(at: 5)
        guard let kind = EventKind(rawValue: kindNumber) else {
            throw RecordError(.unknownKind, at: "kind", "no kind has the number \(kindNumber): use a newer Waymark")
        }
        let version = try row.int16(at: 6)
        let roleNumber = try row.int16(at: 7)
        guard let role = Role(code: roleNumber) else {
            throw RecordError(.invalidValue, at: "assertedBy.role", "no role has the number \(roleNumber)")
        }
        var flat = try flatFacts(row)
        if version != kind.version { flat = try kind.payload.upcast(flat, from: version, to: kind.version) }
        var fields = try FieldReader(flat)
        return LearningEvent(
            id: EventID(try row.uuid(at: 2)), learner: LearnerID(try row.uuid(at: 3)), occurredAt: try instant(row, 4),
            assertedBy: Assertion(person: try id(row, 10), role: role), school: try id(row, 11),
            section: try id(row, 12), facts: try Facts(kind, from: &fields))
    }

    private static func flatFacts(_ row: borrowing BinaryRow) throws -> FlatFacts {
        var flat = FlatFacts()
        if !row.isNull(at: 8) {
            let ordinal = try row.int16(at: 8)
            guard let level = Level(Int(ordinal)) else {
                throw RecordError(.invalidValue, at: "facts.level", "\(ordinal) is no level")
            }
            flat.level = level
        }
        if !row.isNull(at: 9) { flat.code = try row.int16(at: 9) }
        flat.competency = try id(row, 13)
        flat.about = try id(row, 14)
        if !row.isNull(at: 15) { flat.item = try row.string(at: 15) }
        if !row.isNull(at: 16) { flat.more = Array(row.bytes(at: 16)) }
        return flat
    }

    private static func id<Subject>(_ row: borrowing BinaryRow, _ index: Int) throws -> Identifier<Subject>? {
        row.isNull(at: index) ? nil : Identifier(try row.uuid(at: index))
    }

    private static func instant(_ row: borrowing BinaryRow, _ index: Int) throws -> Instant {
        Instant(microseconds: try row.int64(at: index) + Timestamp.epochSinceUnix)
    }
}
