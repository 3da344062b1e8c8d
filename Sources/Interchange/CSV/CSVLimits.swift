/// How large the parts of a CSV file may be: what bounds the reader's memory.
public struct CSVLimits: Sendable, Hashable {
    /// Bytes of a field; 1 MB unless told.
    public var field: Int
    /// Bytes of a record; 8 MB unless told.
    public var record: Int
    /// Fields of a record; 5,000 unless told.
    public var fields: Int

    /// These limits.
    public init(field: Int = 1_000_000, record: Int = 8_000_000, fields: Int = 5_000) {
        self.field = field
        self.record = record
        self.fields = fields
    }
}
