/// An earlier event was a mistake. Nothing is edited: the correction says so, by whom and why, and can itself be
/// corrected.
///
/// An event counts unless a correction that counts names it. The replacement of a correction counts only while the
/// correction does; so voiding a `replace` brings the first event back and takes the replacement away. Of several
/// corrections that count and name the same event, the latest decides.
public struct Correction: EventPayload {
    /// What becomes of the corrected event.
    public enum Action: String, Choice {
        case void
        case replace
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.correction
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("reason")]

    /// The event that was a mistake.
    public var corrects: EventID
    /// What becomes of it.
    public var action: Action
    /// The event that stands in its place: of the same learner, and before the correction in the log (in one batch:
    /// placed before it).
    public var replacement: EventID?

    /// A correction that takes an event out.
    public init(voiding corrects: EventID) {
        self.corrects = corrects
        self.action = .void
        self.replacement = nil
    }

    /// A correction that puts another event in its place.
    public init(replacing corrects: EventID, with replacement: EventID) {
        self.corrects = corrects
        self.action = .replace
        self.replacement = replacement
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        corrects = try fields.requiredColumn("corrects")
        action = try fields.requiredColumn("action")
        replacement = try fields.optional("replacement")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        guard (action == .replace) == (replacement != nil) else {
            throw RecordError(
                .invalidValue, at: "facts.replacement", "must be there when the action is replace, and only then")
        }
        guard replacement != corrects else {
            throw RecordError(.invalidValue, at: "facts.replacement", "must be another event")
        }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("corrects", corrects)
        fields.putColumn("action", action)
        fields.put("replacement", replacement)
    }
}
