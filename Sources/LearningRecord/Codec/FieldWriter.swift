/// Writes the fields of a kind by name, as JSON or in the flat form.
public struct FieldWriter {
    private var object = JSONObject()
    private var columns = FlatFacts()
    /// Whether this writes the flat form.
    public let isFlat: Bool

    private init(isFlat: Bool) {
        self.isFlat = isFlat
    }

    /// The JSON object of what `write` writes.
    public static func json(_ write: (inout FieldWriter) -> Void) -> JSONObject {
        var writer = FieldWriter(isFlat: false)
        write(&writer)
        return writer.object
    }

    /// The flat form of what `write` writes.
    public static func flat(_ write: (inout FieldWriter) -> Void) -> FlatFacts {
        var writer = FieldWriter(isFlat: true)
        write(&writer)
        if !writer.object.isEmpty { writer.columns.more = PackedJSON.pack(writer.object) }
        return writer.columns
    }

    /// Writes a field; an absent value writes nothing. Each name is written once.
    public mutating func put(_ name: String, _ value: (some FieldValue)?) {
        if let value { object.append(name, value.json) }
    }

    /// Writes a field that the flat form keeps in the column of its type.
    public mutating func putColumn(_ name: String, _ value: (some ColumnValue)?) {
        guard let value else { return }
        if isFlat {
            value.write(to: &columns)
        } else {
            object.append(name, value.json)
        }
    }
}
