import Crypto

/// Digests of rows: a row with the fingerprint of last night's has not changed.
struct RowFingerprint {
    /// The version of what is made of a row: a change of it makes every row be looked at again.
    static let version: UInt8 = 1
    private let indices: [Int?]

    /// Digests of these columns.
    init(_ columns: [RosterHeader.Column]) {
        indices = columns.map(\.index)
    }

    /// The first 16 bytes of SHA-256 over the fields, each with its length before it.
    func of(_ record: CSVRecord, scratch: inout [UInt8]) -> [UInt8] {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(Self.version)
        for index in indices {
            guard let index, index < record.count else {
                scratch.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF])
                continue
            }
            record.withBytes(of: index) { field in
                withUnsafeBytes(of: UInt32(field.count).bigEndian) { scratch.append(contentsOf: $0) }
                scratch.append(contentsOf: field)
            }
        }
        return Array(SHA256.hash(data: scratch).prefix(16))
    }
}
