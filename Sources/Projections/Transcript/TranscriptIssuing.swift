import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections

/// Issues transcripts: the log says that a document was given out, and which earlier ones it takes the place of.
struct TranscriptIssuing {
    let log: EventLog

    /// A transcript that was issued.
    struct Issued {
        let id: EventID
        let document: TranscriptDocument
        /// SHA-256 of the document's canonical form, which `--json` writes.
        let digest: Digest
        /// Earlier transcripts that it takes the place of.
        let superseded: Int
    }

    /// Places of a status list before it grows (W3C Bitstring Status List 1.0, section 2.1: at least 131,072 entries, so
    /// that nobody is known by asking for one).
    private static let placesOfList: Int64 = 131_072

    /// Issues the transcript of a learner as the log stands now.
    func issue(to learner: LearnerID, by assertion: Assertion, at time: Instant) async throws -> Issued {
        try await Projecting.catchUp(log)
        let head = try await log.head()
        let reader = TranscriptReader(log: log)
        let document = try await reader.document(of: learner, asOf: .position(head), madeOn: time.date)
        guard !document.areas.isEmpty else {
            throw Failure.refused(
                "nothing is demonstrated yet, so there is nothing to issue",
                advice: "`waymark continuum` shows how it is.")
        }
        let canonical = document.canonical
        guard let digest = TranscriptDocument.digest(ofCanonical: canonical) else {
            throw Failure("the document has no digest")
        }
        var ids = UUIDv7Generator(randomness: SystemRandomNumberGenerator())
        let id = EventID(ids.next(at: time))
        let standing = try await reader.issues(of: learner).filter { $0.supersededAt == nil && $0.revokedAt == nil }
        let identity = IdentityReader(log: log)
        let history = try await identity.history(of: learner)
        // A transcript is superseded in the record that it stands in.
        let owners = Dictionary(history.map { ($0.event.id, $0.event.learner) }) { first, _ in first }
        let issued = TranscriptIssued(digest: digest, asOf: head, statusIndex: try await freePlace())
        var events = [event(id, of: learner, by: assertion, at: time, .transcriptIssued(issued))]
        events[0].words = ["document": canonical]
        for earlier in standing {
            let facts = TranscriptSuperseded(transcript: earlier.id, by: id)
            events.append(
                event(
                    EventID(ids.next(at: time)), of: owners[earlier.id] ?? learner, by: assertion, at: time,
                    .transcriptSuperseded(facts)))
        }
        // The learner's record must stand where the document found it, under every id.
        guard (history.last?.position ?? 0) <= head else {
            throw EventLogError.staleExpectation(detail: "the learner's record has grown")
        }
        var streams: [LearnerID: Int64] = [learner: 0]
        for recorded in history { streams[recorded.event.learner] = recorded.position }
        _ = try await log.append(events, expecting: streams)
        try await Projecting.catchUp(log)
        return Issued(id: id, document: document, digest: digest, superseded: standing.count)
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

    private func event(
        _ id: EventID, of learner: LearnerID, by assertion: Assertion, at time: Instant, _ facts: Facts
    ) -> LearningEvent {
        LearningEvent(id: id, learner: learner, occurredAt: time, assertedBy: assertion, facts: facts)
    }
}
