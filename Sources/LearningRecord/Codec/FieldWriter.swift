/// Writes the fields of a kind by name, as JSON or in the flat form.
public struct FieldWriter {
    private var object = JSONObject()
    private var flat: FlatFacts?

    private init(flat: FlatFacts?) {
        self.flat = flat
    }

    /// The JSON object of what `write` writes.
    public static func json(_ write: (inout FieldWriter) -> Void) -> JSONObject {
        var writer = FieldWriter(flat: nil)
        write(&writer)
        return writer.object
    }

    /// The flat form of what `write` writes.
    public static func flat(_ write: (inout FieldWriter) -> Void) -> FlatFacts {
        var writer = FieldWriter(flat: FlatFacts())
        write(&writer)
        var flat = writer.flat ?? FlatFacts()
        if !writer.object.isEmpty { flat.more = JSONWriter.bytes(.object(writer.object)) }
        return flat
    }

    /// Whether this writes the flat form.
    public var isFlat: Bool { flat != nil }

    /// Writes a field; an absent value writes nothing.
    public mutating func put(_ name: String, _ value: (some FieldValue)?) {
        if let value { object[name] = value.json }
    }

    /// Writes a field that the flat form keeps in the column of its type.
    public mutating func putColumn(_ name: String, _ value: (some ColumnValue)?) {
        guard let value else { return }
        if var columns = flat {
            value.write(to: &columns)
            flat = columns
        } else {
            object[name] = value.json
        }
    }
}
