import EventLog
public import LearningRecord

/// Why an issued transcript cannot be given out again.
public enum IssuedTranscriptError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The learner has none like that.
    case unknown
    /// The learner was erased, and the document with the key.
    case erased
    /// It was issued before documents were kept, and cannot be made the same again.
    case notKept
    /// What is kept is not what the digest in the log is of.
    case altered
    /// A newer Waymark issued it.
    case newer

    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .unknown: "this learner has no such transcript"
        case .erased: "the learner was erased: the document was destroyed with the key of the learner's words"
        case .notKept:
            "the document was not kept when it was issued, and cannot be made the same again from what is known today"
        case .altered: "what is kept is not the document that was issued: its digest is another one"
        case .newer: "this document is in a form that only a newer Waymark can show"
        }
    }
}

extension TranscriptReader {
    /// A transcript as it was issued.
    public struct Issued: Hashable, Sendable {
        /// The document.
        public let document: TranscriptDocument
        /// Its canonical form: the same bytes as when it was issued.
        public let canonical: String
    }

    /// An issued transcript, as it was issued, whatever has changed since. Its digest is checked.
    /// - Throws: ``IssuedTranscriptError``; `EventLogError`, with `.key` where the master key is missing.
    public func issued(_ issue: TranscriptIssue, to learner: LearnerID) async throws -> Issued {
        if try await log.isErased(learner) { throw IssuedTranscriptError.erased }
        let canonical: String
        if let kept = try await log.words(at: [issue.issued])[issue.issued]?["document"] {
            canonical = kept
            guard TranscriptDocument.digest(ofCanonical: kept) == issue.digest else {
                throw IssuedTranscriptError.altered
            }
        } else {
            // From before documents were kept: it may still be made anew, and the digest tells.
            canonical = try await document(
                of: learner, asOf: .position(issue.asOf), madeOn: issue.issuedAt.date
            ).canonical
            guard TranscriptDocument.digest(ofCanonical: canonical) == issue.digest else {
                throw IssuedTranscriptError.notKept
            }
        }
        guard let document = TranscriptDocument(canonical: canonical) else { throw IssuedTranscriptError.newer }
        return Issued(document: document, canonical: canonical)
    }
}
