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
    private static let types = columns.map(\.type.oid)

    /// The content of the event that is being added.
    private var content = ByteWriter()
    private var records = ByteWriter()
    private var count = 0

    init(expected: Int) {
        content.reserveCapacity(1_000)
        records.reserveCapacity(expected * 700)
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
        addRecord()
        count += 1
    }

    /// Adds what another one has encoded, after this one's own.
    mutating func add(_ other: EventEncoder) {
        records.append(bytes: other.records.bytes)
        count += other.count
    }

    /// The array, for a database where `log.event_input` has the number `type`.
    func parameter(type: UInt32) -> EncodedEvents {
        EncodedEvents(records: records, count: count, type: type)
    }

    /// One element of the array: a record with a type before each field (`record_recv` of PostgreSQL).
    private mutating func addRecord() {
        content.bytes.withUnsafeBytes { event in
            let fieldCount = Self.types.count + 1
            records.append(Int32(4 + 4 * fieldCount + event.count + 4 + 32))
            records.append(Int32(fieldCount))
            var offset = 0
            for type in Self.types {
                let length = Int32(bigEndian: event.loadUnaligned(fromByteOffset: offset, as: Int32.self))
                let end = offset + 4 + Int(max(0, length))
                records.append(type)
                records.append(bytes: UnsafeRawBufferPointer(rebasing: event[offset..<end]))
                offset = end
            }
            var hash = SHA256()
            hash.update(bufferPointer: event)
            records.append(PostgresType.bytea.oid)
            records.append(Int32(32))
            hash.finalize().withUnsafeBytes { records.append(bytes: $0) }
        }
    }
}

/// An array of `log.event_input`. Its own type is left to the server to infer from the cast beside the parameter, since
/// the number of a type that a migration made differs from one database to the next.
struct EncodedEvents: PostgresEncodable {
    static var postgresType: PostgresType { PostgresType(oid: 0, arrayOID: 0) }

    let records: ByteWriter
    let count: Int
    let type: UInt32

    func encode(into buffer: inout ByteWriter) {
        buffer.append(Int32(count == 0 ? 0 : 1))
        buffer.append(Int32(0))
        buffer.append(type)
        guard count > 0 else { return }
        buffer.append(Int32(count))
        buffer.append(Int32(1))
        buffer.append(bytes: records.bytes)
    }
}
