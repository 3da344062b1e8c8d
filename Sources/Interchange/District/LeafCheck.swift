import Crypto
import Foundation
import LearningRecord
import LibPQ

/// Recomputes the hashes of an archive's events from its lines alone, in order, as anyone can who has the format.
struct LeafCheck {
    private let district: UUID
    /// The position of the last event that was taken.
    private(set) var position: Int64 = 0
    private var recordedAt: Int64 = .min
    private var all = SHA256()

    init(district: UUID) {
        self.district = district
    }

    /// SHA-256 over all leaf hashes so far.
    var digest: String { DistrictManifest.text(all.finalize()) }

    /// Whether a line is the next event, with the hash that it should have.
    mutating func takes(_ line: ArraySlice<UInt8>) -> Bool {
        guard let json = try? JSONReader.read(line), json["position"]?.integer == position + 1,
            let time = json["recorded_at"]?.integer, time >= recordedAt, let content = Self.content(json)
        else { return false }
        position += 1
        recordedAt = time
        var leaf = ByteWriter()
        leaf.append(UInt8(0))
        leaf.append(utf8: "waymark-event-1")
        district.encode(into: &leaf)
        leaf.append(position)
        leaf.append(time)
        leaf.append(bytes: content)
        let hash = Array(SHA256.hash(data: leaf.bytes))
        all.update(data: hash)
        return json["leaf_hash"]?.string == DistrictManifest.text(hash)
    }

    private static func content(_ json: JSON) -> [UInt8]? {
        func id(_ name: String) -> UUID? { json[name]?.string.flatMap { UUID(uuidString: $0) } }
        func number(_ name: String) -> Int16? { json[name]?.integer.flatMap { Int16(exactly: $0) } }
        func bytes(_ name: String) -> [UInt8]? {
            json[name]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
        }
        guard let occurredAt = json["occurred_at"]?.integer else { return nil }
        var writer = ByteWriter()
        writer.appendField(id("event_id"))
        writer.appendField(id("learner"))
        writer.appendField(Timestamp(microseconds: occurredAt))
        for name in ["kind", "kind_version", "asserted_role", "level", "code"] { writer.appendField(number(name)) }
        for name in ["asserted_by", "school", "section", "competency", "about"] { writer.appendField(id(name)) }
        writer.appendField(json["item"]?.string)
        writer.appendField(bytes("more"))
        writer.appendField(bytes("words"))
        return Array(SHA256.hash(data: writer.bytes))
    }
}
