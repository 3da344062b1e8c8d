/// A learner was enrolled in a school, or in a section of it. Enrolments are the denominators of access equity.
///
/// The school and the section stand in the event itself (``LearningEvent/school``, ``LearningEvent/section``).
public struct Enrolled: EventPayload {
    /// In which part a person is enrolled (OneRoster 1.2, enrollments.csv, role).
    public enum Part: String, Choice {
        case student
        case teacher
        case proctor
        case administrator
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.enrolled
    /// Nothing is written with it.
    public static let words: [WordField] = []

    /// The course of the section.
    public var course: CourseID?
    /// In which part.
    public var part: Part
    /// The first day.
    public var from: CalendarDate
    /// The last day, where it is known.
    public var to: CalendarDate?

    /// An enrolment.
    public init(course: CourseID? = nil, part: Part = .student, from: CalendarDate, to: CalendarDate? = nil) {
        self.course = course
        self.part = part
        self.from = from
        self.to = to
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        course = try fields.optional("course")
        part = try fields.requiredColumn("part")
        from = try fields.required("from")
        to = try fields.optional("to")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        if let to, to < from { throw RecordError(.invalidValue, at: "facts.to", "must not be before from") }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.put("course", course)
        fields.putColumn("part", part)
        fields.put("from", from)
        fields.put("to", to)
    }
}
