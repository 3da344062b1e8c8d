import Crypto
import Foundation
import LearningRecord
import LibPQ

/// The hash that commits to an event and its place (in the manner of RFC 6962, section 2.1).
///
/// leaf = SHA-256(0x00 ‖ "waymark-event-1" ‖ district's id ‖ position ‖ recorded_at ‖ content), where content is the
/// SHA-256 of the columns `event_id … words` in their order, each as its length in four bytes (-1 for NULL) and its
/// value in PostgreSQL's binary form. Numbers are big-endian; times are microseconds since 2000-01-01T00:00Z.
/// Everything that is stored is under it; after an erasure it still verifies, since it covers the sealed words.
enum LeafHash {
    private static let prefix = [0x00] + Array("waymark-event-1".utf8)

    /// The leaf hash of a row of ``EventRow/allColumns``, computed from the row itself.
    /// - Parameter scratch: a buffer that is used again and again.
    static func compute(
        _ row: borrowing BinaryRow, district: UUID, scratch: inout [UInt8]
    ) -> SHA256.Digest {
        scratch.removeAll(keepingCapacity: true)
        for index in 2...EventRow.words {
            append(row.isNull(at: index) ? -1 : Int32(row.bytes(at: index).count), to: &scratch)
            scratch.append(contentsOf: row.bytes(at: index))
        }
        let content = SHA256.hash(data: scratch)
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: prefix)
        withUnsafeBytes(of: district.uuid) { scratch.append(contentsOf: $0) }
        scratch.append(contentsOf: row.bytes(at: 0))
        scratch.append(contentsOf: row.bytes(at: 1))
        scratch.append(contentsOf: content)
        return SHA256.hash(data: scratch)
    }

    private static func append(_ value: Int32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
