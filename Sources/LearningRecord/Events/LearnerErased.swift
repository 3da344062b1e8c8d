/// The key of the learner's words was destroyed. The facts stay, under a pseudonym that leads to nobody.
public struct LearnerErased: EventPayload {
    /// Why.
    public enum Basis: String, Choice {
        case request
        case retentionSchedule = "retention-schedule"
        case courtOrder = "court-order"
        case contractEnd = "contract-end"
    }

    public static let kind = EventKind.learnerErased
    public static let words: [WordField] = []

    /// Why.
    public var basis: Basis

    /// An erasure.
    public init(basis: Basis) {
        self.basis = basis
    }

    public init(from fields: inout FieldReader) throws(RecordError) {
        basis = try fields.requiredColumn("basis")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("basis", basis)
    }
}
