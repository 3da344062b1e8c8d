import EventLog
import LearningRecord
import LibPQ
import Projections

/// The supports that somebody asked for and nobody has given yet.
struct SupportRequests: Sendable {
    /// A request that waits.
    struct Open: Sendable {
        /// The event.
        let id: EventID
        /// Under which id the learner is shown.
        let learner: LearnerID
        /// Under which id it was asked for.
        let asker: LearnerID
        let named: String
        let competency: CompetencyID?
        let requestedAt: Instant
        /// In which part somebody asked for it.
        let role: Role?
    }

    let log: EventLog

    /// The requests of some learners, under all of their ids, the longest wait first: it orders requests, not people.
    /// - Throws: `EventLogError`.
    func open(of learners: [LearnerID]) async throws -> [Open] {
        let shown = try await LinkedLearners(log: log).shown(learners)
        let tenant = log.district.tenant
        let ids = Array(shown.keys)
        return try await log.run { session in
            try session.query(
                """
                select s.event_id, s.learner, s.named, s.competency, s.requested_at, s.requested_by_role
                  from proj.access_support s
                 where s.tenant = \(tenant) and s.learner = any(\(ids)) and s.event_id is not null
                   and s.requested_at is not null and s.provided_at is null
                   and not exists (select from proj.access_support g where g.tenant = \(tenant)
                                      and g.learner = any(\(ids)) and g.request_id = s.event_id)
                 order by s.requested_at, s.named
                """
            ).map { row in
                let asker = try row[1, as: LearnerID.self]
                return Open(
                    id: try row[0, as: EventID.self], learner: shown[asker] ?? asker, asker: asker,
                    named: try row[2, as: String.self], competency: try row[3, as: CompetencyID?.self],
                    requestedAt: try row[4, as: Instant.self],
                    role: try row[5, as: String?.self].flatMap { Role(rawValue: $0) })
            }
        }
    }
}

/// All ids of some learners.
struct LinkedLearners: Sendable {
    let log: EventLog

    /// Under which of some ids each id of their persons is shown.
    /// - Throws: `EventLogError`.
    func shown(_ learners: [LearnerID]) async throws -> [LearnerID: LearnerID] {
        let tenant = log.district.tenant
        let linked = try await log.run { session in
            try session.query(
                """
                select learner from proj.identity_link where tenant = \(tenant) and learner = any(\(learners))
                union select other from proj.identity_link where tenant = \(tenant) and other = any(\(learners))
                """
            ).column(as: LearnerID.self)
        }
        var shown = Dictionary(learners.map { ($0, $0) }) { first, _ in first }
        for learner in linked {
            for id in try await IdentityReader(log: log).ids(of: learner) where shown[id] == nil { shown[id] = learner }
        }
        return shown
    }
}
