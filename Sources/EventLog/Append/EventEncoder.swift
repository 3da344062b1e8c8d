import Crypto
import LearningRecord
import LibPQ

/// Turns events into the one parameter of the append function: an array of `log.event_input`, in binary form.
///
/// An event's content is its columns from `event_id` to `words` in the order of ``columns``, each as COPY writes it in
/// binary form (length in four bytes, -1 for NULL, then the value). Its SHA-256 is what the leaf hash is made over.
struct EventEncoder {
    /// The columns of an event's content, in the order in which they are hashed.
    static let columns: [(name: StaticString, type: PostgresType)] = [
        ("event_id", .uuid), ("learner", .uuid), ("occurred_at", .timestamptz), ("kind", .int2),
        ("kind_version", .int2), ("asserted_role", .int2), ("level", .int2), ("code", .int2), ("asserted_by", .uuid),
        ("school", .uuid), ("section", .uuid), ("competency", .uuid), ("about", .uuid), ("item", .text),
        ("more", .bytea), ("words", .bytea),
    ]
    /// Of the content and of its hash.
    private static let types = columns.map(\.type.oid) + [PostgresType.bytea.oid]

    /// The content of the event that is being added.
    private var content = ByteWriter()
    private var records: RecordArray

    init(expected: Int) {
        content.reserveCapacity(1_000)
        records = RecordArray(fields: Self.types, capacity: expected * 700)
    }

    /// Adds an event with its words already sealed.
    mutating func add(_ event: borrowing LearningEvent, sealedWords: [UInt8]?) {
        let kind = event.kind
        let flat = event.facts.flat
        content.removeAll()
        content.appendField(event.id)
        content.appendField(event.learner)
        content.appendField(event.occurredAt)
        content.appendField(kind.rawValue)
        content.appendField(kind.version)
        content.appendField(event.assertedBy.role.code)
        content.appendField(flat.level)
        content.appendField(flat.code)
        content.appendField(event.assertedBy.person)
        content.appendField(event.school)
        content.appendField(event.section)
        content.appendField(flat.competency)
        content.appendField(flat.about)
        content.appendField(flat.item)
        content.appendField(flat.more)
        content.appendField(sealedWords)
        addHash()
        content.withUnsafeBytes { records.append(fields: $0) }
    }

    /// Adds what another one has encoded, after this one's own.
    mutating func add(_ other: EventEncoder) {
        records.append(other.records)
    }

    /// The array, for a database where `log.event_input` has the number `type`.
    func parameter(type: UInt32) -> RecordArray {
        var records = records
        records.type = type
        return records
    }

    /// The hash of the content, as the field after it.
    private mutating func addHash() {
        let hash = content.withUnsafeBytes { SHA256.hash(data: $0) }
        content.append(Int32(SHA256.byteCount))
        hash.withUnsafeBytes { content.append(bytes: $0) }
    }
}
