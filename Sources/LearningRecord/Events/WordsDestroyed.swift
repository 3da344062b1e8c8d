/// The words of a learner were destroyed, as the retention schedule says. Who the learner is and the facts stay.
public struct WordsDestroyed: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.wordsDestroyed
    /// Nothing is written with it.
    public static let words: [WordField] = []

    /// Why.
    public var basis: LearnerErased.Basis

    /// A destruction of words.
    public init(basis: LearnerErased.Basis) {
        self.basis = basis
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        basis = try fields.requiredColumn("basis")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("basis", basis)
    }
}
