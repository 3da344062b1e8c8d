/// The key of the learner's words was destroyed. The facts stay, under a pseudonym that leads to nobody.
public struct LearnerErased: EventPayload {
    /// Why.
    public enum Basis: String, Choice {
        case request
        case retentionSchedule = "retention-schedule"
        case courtOrder = "court-order"
        case contractEnd = "contract-end"
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.learnerErased
    /// Nothing is written with it.
    public static let words: [WordField] = []

    /// Why.
    public var basis: Basis

    /// An erasure.
    public init(basis: Basis) {
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
