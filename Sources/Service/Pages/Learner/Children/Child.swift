import EventLog
import LearningRecord
import LibPQ
import Projections

/// A child of somebody's family, and what waits for the family's answer.
struct Child: Sendable {
    let page: LearnerPage
    /// Offers that nobody has answered.
    let offers: [LearnerOffer]
    /// Decisions about which the family was not asked, the newest first.
    let decisions: [EventID]

    /// Those whose records somebody may see as family: by the roster as long as the child is under 18, and by what was
    /// granted; by name.
    /// - Throws: `EventLogError`.
    static func all(_ visit: Visit) async throws -> [Child] {
        let principal = try visit.someone()
        let log = try visit.log()
        let (tenant, me) = (log.district.tenant, principal.account?.person)
        let granted = principal.grants.filter { $0.role == .family }.compactMap(\.learner)
        let found = try await log.run { session in
            try session.query(
                """
                select p.person from ref.person p
                 where p.tenant = \(tenant) and p.erased_at is null
                   and (p.person = any(\(granted))
                        or p.person in (select r.person from ref.relationship r where r.tenant = \(tenant)
                                           and r.other = \(me) and r.ended_on is null))
                 order by p.family_name, p.given_name, p.person limit 50
                """
            ).column(as: LearnerID.self)
        }
        var children: [Child] = []
        for learner in found {
            // Who is of age, and whom a court keeps from a record, Authority says.
            let (ids, relationships) = try await Authority(log: log).relationships(of: principal, to: learner)
            guard relationships.contains(.family) else { continue }
            let page = try await LearnerPage(
                visit, learner: learner, basis: Authority.Basis(relationship: .family, ids: ids))
            children.append(try await Child(page))
        }
        try await ReadLog(log: log).note(
            principal, at: children.map(\.page.learner), what: "children", why: Relationship.family.name,
            request: visit.id)
        return children
    }

    private init(_ page: LearnerPage) async throws {
        self.page = page
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        offers = LearnerOffers(record).waiting
        let continuum = try await ContinuumReader(log: page.log).continuum(of: page.learner)
        decisions = continuum.entries.flatMap(\.all).compactMap(\.demonstrated)
            .filter { $0.familyVoice == .notYetHeard }.sorted { $0.decidedAt > $1.decidedAt }
            .compactMap { record[$0.decision]?.event.id }
    }
}
