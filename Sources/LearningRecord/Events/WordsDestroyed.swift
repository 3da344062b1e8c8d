/// The words of a learner were destroyed, as the retention schedule says. Who the learner is and the facts stay.
public struct WordsDestroyed: EventPayload {
    public static let kind = EventKind.wordsDestroyed
    public static let words: [WordField] = []

    /// Why.
    public var basis: LearnerErased.Basis

    /// A destruction of words.
    public init(basis: LearnerErased.Basis) {
        self.basis = basis
    }

    public init(from fields: inout FieldReader) throws(RecordError) {
        basis = try fields.requiredColumn("basis")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("basis", basis)
    }
}
