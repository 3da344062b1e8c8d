/// An enrolment ended.
public struct Left: EventPayload {
    public static let kind = EventKind.left
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

    public init(from fields: inout FieldReader) throws(RecordError) {
        enrolment = try fields.requiredColumn("enrolment")
        on = try fields.required("on")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("enrolment", enrolment)
        fields.put("on", on)
    }
}
