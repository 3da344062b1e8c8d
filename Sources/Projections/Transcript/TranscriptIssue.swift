import EventLog
public import LearningRecord
public import LibPQ

/// A transcript that was issued, and whether it still holds.
public struct TranscriptIssue: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "transcript_issue", key: .position, keyColumn: "issued",
        columns: [
            "event_id", "issued_at", "as_of", "digest", "status_index", "superseded_at", "revoked_at", "explained_by",
        ])

    /// The position of the event.
    public var issued: Int64
    /// The id of the event, by which others name the transcript.
    public var id: EventID
    /// When it was issued.
    public var issuedAt: Instant
    /// The position of the log that it was built from.
    public var asOf: Int64
    /// The digest of the document.
    public var digest: Digest
    /// The place in the status list.
    public var statusIndex: Int64
    /// When another took its place.
    public var supersededAt: Instant?
    /// When it was revoked.
    public var revokedAt: Instant?
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    init(id: EventID, _ issue: Transcript.Issue, superseded: Moment?, revoked: Moment?) {
        self.id = id
        issued = issue.moment.position
        issuedAt = issue.moment.at
        asOf = issue.asOf
        digest = issue.digest
        statusIndex = issue.statusIndex
        supersededAt = superseded?.at
        revokedAt = revoked?.at
        explainedBy = Set([issue.moment, superseded, revoked].compactMap { $0?.position }).sorted()
    }
}

extension TranscriptIssue {
    func write(to row: inout CopyRow) {
        row.append(id)
        row.append(issuedAt)
        row.append(asOf)
        row.append(digest.bytes)
        row.append(statusIndex)
        row.append(supersededAt)
        row.append(revokedAt)
        row.append(explainedBy)
    }
}

extension TranscriptIssue {
    /// Reads a row of the table.
    public init(_ row: Row) throws(PostgresError) {
        issued = try row["issued", as: Int64.self]
        id = try row["event_id", as: EventID.self]
        issuedAt = try row["issued_at", as: Instant.self]
        asOf = try row["as_of", as: Int64.self]
        digest = try row["digest", as: StoredDigest.self].digest
        statusIndex = try row["status_index", as: Int64.self]
        supersededAt = try row["superseded_at", as: Instant?.self]
        revokedAt = try row["revoked_at", as: Instant?.self]
        explainedBy = try row["explained_by", as: [Int64].self]
    }
}

/// A digest, as its bytes.
private struct StoredDigest: PostgresDecodable {
    let digest: Digest

    init(postgres field: borrowing Field) throws(PostgresError) {
        guard let digest = Digest(bytes: try [UInt8](postgres: field)) else {
            throw field.mismatch(expected: "a digest of 32 bytes")
        }
        self.digest = digest
    }
}
