/// An enrolment ended.
public struct Left: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.left
    /// Nothing is written with it.
    public static let words: [WordField] = []

    /// The enrolment that ended.
    public var enrolment: EventID
    /// The last day of it.
    public var on: CalendarDate

    /// An end.
    public init(enrolment: EventID, on: CalendarDate) {
        self.enrolment = enrolment
        self.on = on
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        enrolment = try fields.requiredColumn("enrolment")
        on = try fields.required("on")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("enrolment", enrolment)
        fields.put("on", on)
    }
}
