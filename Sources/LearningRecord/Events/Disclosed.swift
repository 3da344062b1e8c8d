/// Something of the learner's record was given to someone outside (34 CFR 99.32 asks for a record of it).
public struct Disclosed: EventPayload {
    /// What sort of reader it went to.
    public enum RecipientClass: String, Choice {
        case postSecondary = "post-secondary"
        case employer
        case school
        case family
        case authority
        case other
    }

    /// Why it was allowed.
    public enum LawfulBasis: String, Choice {
        case consent
        case learnerRequest = "learner-request"
        case enrolmentElsewhere = "enrolment-elsewhere"
        case legalDuty = "legal-duty"
        case healthOrSafety = "health-or-safety"
        case audit
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.disclosed
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("recipient")]

    /// The transcript that was given: its ``TranscriptIssued`` event.
    public var transcript: EventID?
    /// The digest of what was given.
    public var digest: Digest
    /// What sort of reader it went to.
    public var recipientClass: RecipientClass
    /// Why it was allowed.
    public var lawfulBasis: LawfulBasis

    /// A disclosure.
    public init(
        transcript: EventID? = nil, digest: Digest, recipientClass: RecipientClass, lawfulBasis: LawfulBasis
    ) {
        self.transcript = transcript
        self.digest = digest
        self.recipientClass = recipientClass
        self.lawfulBasis = lawfulBasis
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        transcript = try fields.optionalColumn("transcript")
        digest = try fields.required("digest")
        recipientClass = try fields.requiredColumn("recipientClass")
        lawfulBasis = try fields.required("lawfulBasis")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("transcript", transcript)
        fields.put("digest", digest)
        fields.putColumn("recipientClass", recipientClass)
        fields.put("lawfulBasis", lawfulBasis)
    }
}
