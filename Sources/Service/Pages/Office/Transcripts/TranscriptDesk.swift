import EventLog
import LearningRecord
import LibPQ
import Projections
import ReferenceData

/// The transcripts of the learners whose records somebody keeps: those that wait, and those that were issued.
struct TranscriptDesk: Sendable {
    /// A learner who prepared a transcript that was not issued since.
    struct Waiting: Sendable {
        let learner: LearnerID
        let since: Instant
    }

    /// A transcript that was issued.
    struct Issued: Sendable {
        let learner: LearnerID
        let id: EventID
        let issuedAt: Instant
        let supersededAt: Instant?
        let revokedAt: Instant?
    }

    let log: EventLog
    let principal: Principal

    /// Those who wait, the longest wait first.
    /// - Throws: `EventLogError`.
    func waiting(from first: Int, limit: Int) async throws -> [Waiting] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select c.learner, c.prepared_at from proj.transcript_choices c
                 where c.tenant = \(tenant) and \(sql: reach("c"))
                   and not exists (select from proj.transcript_issue i where i.tenant = c.tenant
                          and i.learner = c.learner and i.issued > c.prepared and i.revoked_at is null)
                 order by c.prepared_at, c.learner limit \(limit) offset \(first)
                """
            ).map { row in
                Waiting(learner: try row[0, as: LearnerID.self], since: try row[1, as: Instant.self])
            }
        }
    }

    /// Learners for whom somebody asked that the transcript be sent, and was not answered, the longest wait first.
    ///
    /// Corrections are not looked at here, but that an answer was taken back: ``TranscriptRequest`` has the last word.
    /// - Throws: `EventLogError`.
    func asked(limit: Int) async throws -> [LearnerID] {
        let tenant = log.district.tenant
        let (asked, answered) = (EventKind.transcriptRequested.rawValue, EventKind.transcriptAnswered.rawValue)
        return try await log.run { session in
            // `kind in (29, 30)` is what the index of requests holds.
            try session.query(
                """
                select q.learner from log.event q
                 where q.tenant = \(tenant) and q.kind in (29, 30) and q.kind = \(asked) and \(sql: reach("q"))
                   and not exists (
                       select from log.event a
                        where a.tenant = q.tenant and a.learner = q.learner and a.kind in (29, 30)
                          and a.kind = \(answered) and a.about = q.event_id
                          and not exists (
                              select from log.event c
                               where c.tenant = a.tenant and c.learner_hash = a.learner_hash and c.learner = a.learner
                                 and c.about = a.event_id))
                 group by q.learner order by min(q.position) limit \(limit)
                """
            ).column(as: LearnerID.self)
        }
    }

    /// What was asked for each of some learners and waits, with its words.
    /// - Throws: `EventLogError`.
    func requests(of learners: [LearnerID]) async throws -> [TranscriptRequest] {
        var open: [TranscriptRequest] = []
        for events in try await log.read(learners: learners).values {
            let waiting = TranscriptRequest.all(in: events).filter(\.isOpen).map(\.asked.event.id)
            if waiting.isEmpty { continue }
            let own = events.filter { waiting.contains($0.event.id) }
            do {
                open += TranscriptRequest.all(in: try await log.open(own))
            } catch EventLogError.key(.noMasterKey) {
                open += TranscriptRequest.all(in: own)
            }
        }
        return open.sorted { $0.asked.position < $1.asked.position }
    }

    /// Those that were issued, the newest first.
    /// - Throws: `EventLogError`.
    func issued(from first: Int, limit: Int) async throws -> [Issued] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select i.learner, i.event_id, i.issued_at, i.superseded_at, i.revoked_at from proj.transcript_issue i
                 where i.tenant = \(tenant) and \(sql: reach("i"))
                 order by i.issued_at desc, i.issued desc limit \(limit) offset \(first)
                """
            ).map { row in
                Issued(
                    learner: try row[0, as: LearnerID.self], id: try row[1, as: EventID.self],
                    issuedAt: try row[2, as: Instant.self], supersededAt: try row[3, as: Instant?.self],
                    revokedAt: try row[4, as: Instant?.self])
            }
        }
    }

    /// The names of learners whose transcripts the reader may see, and by which right; others are left out. That the
    /// reader looked at them is noted.
    /// - Throws: `EventLogError`.
    func names(of learners: [LearnerID], what: String, request: String) async throws -> [LearnerID: String] {
        let authority = Authority(log: log)
        var rights: [String: [LearnerID]] = [:]
        for learner in Set(learners) {
            guard let right = try await authority.basis(of: principal, for: .transcript, learner)?.relationship else {
                continue
            }
            rights[right.name, default: []].append(learner)
        }
        for (right, learners) in rights {
            try await ReadLog(log: log).note(principal, at: learners, what: what, why: right, request: request)
        }
        let (tenant, open) = (log.district.tenant, rights.values.flatMap(\.self))
        let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: open) }
        let known = Dictionary(people.map { ($0.id, $0.name ?? "") }) { first, _ in first }
        return Dictionary(open.map { ($0, known[$0] ?? "") }) { first, _ in first }
    }

    /// Whose records the reader keeps: ``Authority`` has the last word on each.
    private func reach(_ name: StaticString) -> SQL {
        guard let schools = principal.schools(as: .registrar) else { return "true" }
        let row = SQL(unsafeRaw: name.description)
        return """
            exists (select from ref.enrolment e where e.tenant = \(sql: row).tenant and e.person = \(sql: row).learner
                       and e.school = any(\(Array(schools))))
            """
    }
}
