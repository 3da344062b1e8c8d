public import EventLog
public import LearningRecord
import LibPQ

/// Issues transcripts: the log says that a document was given out, and which earlier ones it takes the place of.
public struct TranscriptIssuing: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// Issuing in a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// A transcript that is ready to be issued: nothing is in the log yet.
    public struct Prepared: Sendable {
        /// The id of the event that issues it.
        public let id: EventID
        /// The document.
        public let document: TranscriptDocument
        /// SHA-256 of the document's canonical form.
        public let digest: Digest
        /// Earlier transcripts that it takes the place of.
        public let superseded: Int
        /// The events to append, all or none.
        public var events: [LearningEvent]
        /// Where the learner's streams must still stand when they are appended.
        public let streams: [LearnerID: Int64]
    }

    /// Places of a status list before it grows (W3C Bitstring Status List 1.0, section 2.1: at least 131,072 entries, so
    /// that nobody is known by asking for one).
    private static let placesOfList: Int64 = 131_072

    /// Makes the document of a learner as the log stands now, and the events that issue it. The tables must have come to
    /// the end of the log.
    /// - Parameters:
    ///   - id: the id of the event that issues it; a new one where none is given.
    ///   - assertion: who issues it.
    /// - Throws: ``TranscriptIssuingError``, `EventLogError`, with `.staleExpectation` where the learner's record grows
    ///   meanwhile.
    public func prepare(
        for learner: LearnerID, id: EventID? = nil, by assertion: Assertion, at time: Instant
    ) async throws -> Prepared {
        let head = try await log.head()
        let reader = TranscriptReader(log: log)
        let document = try await reader.document(of: learner, asOf: .position(head), madeOn: time.date)
        guard !document.areas.isEmpty else { throw TranscriptIssuingError.nothingDemonstrated }
        let canonical = document.canonical
        guard let digest = TranscriptDocument.digest(ofCanonical: canonical) else {
            throw TranscriptIssuingError.noDigest
        }
        var ids = UUIDv7Generator(randomness: SystemRandomNumberGenerator())
        let id = id ?? EventID(ids.next(at: time))
        let standing = try await reader.issues(of: learner).filter { $0.supersededAt == nil && $0.revokedAt == nil }
        let history = try await IdentityReader(log: log).history(of: learner)
        // The learner's record must stand where the document found it, under every id.
        guard (history.last?.position ?? 0) <= head else {
            throw EventLogError.staleExpectation(detail: "the learner's record has grown")
        }
        // A transcript is superseded in the record that it stands in.
        let owners = Dictionary(history.map { ($0.event.id, $0.event.learner) }) { first, _ in first }
        let issued = TranscriptIssued(digest: digest, asOf: head, statusIndex: try await freePlace())
        var events = [
            LearningEvent(
                id: id, learner: learner, occurredAt: time, assertedBy: assertion, facts: .transcriptIssued(issued),
                words: ["document": canonical])
        ]
        for earlier in standing {
            events.append(
                LearningEvent(
                    id: EventID(ids.next(at: time)), learner: owners[earlier.id] ?? learner, occurredAt: time,
                    assertedBy: assertion,
                    facts: .transcriptSuperseded(TranscriptSuperseded(transcript: earlier.id, by: id))))
        }
        var streams: [LearnerID: Int64] = [learner: 0]
        for recorded in history { streams[recorded.event.learner] = recorded.position }
        return Prepared(
            id: id, document: document, digest: digest, superseded: standing.count, events: events, streams: streams)
    }

    /// Issues a transcript that was prepared.
    /// - Throws: `EventLogError`, with `.staleExpectation` where the learner's record has grown since.
    public func issue(_ prepared: Prepared) async throws -> AppendReceipt {
        try await log.append(prepared.events, expecting: prepared.streams)
    }

    /// A place in the status list that no transcript has: a random one, so that places tell nothing of order.
    private func freePlace() async throws -> Int64 {
        let tenant = log.district.tenant
        let taken = try await log.run { session in
            Set(
                try session.query("select status_index from proj.transcript_issue where tenant = \(tenant)")
                    .column(as: Int64.self))
        }
        let lists = 1 + Int64(taken.count) / (Self.placesOfList / 2)
        while true {
            let place = Int64.random(in: 0..<lists * Self.placesOfList)
            if !taken.contains(place) { return place }
        }
    }
}

/// Why a transcript cannot be issued.
public enum TranscriptIssuingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing was decided yet that a transcript could say.
    case nothingDemonstrated
    /// The document cannot be written in its canonical form.
    case noDigest

    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .nothingDemonstrated: "nothing is demonstrated yet, so there is nothing to issue"
        case .noDigest: "the document has no digest"
        }
    }
}
