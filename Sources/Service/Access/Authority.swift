import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections

/// Who may do what: the one place that decides it. Every route asks it before anything else happens.
struct Authority: Sendable {
    /// The right by which something was allowed, for the audit.
    struct Basis: Sendable {
        /// The relationship to the learner, where there is one.
        let relationship: Relationship?
        /// The ids under which the learner stands in the record; empty where it is not about one.
        let ids: [LearnerID]

        static let none = Basis(relationship: nil, ids: [])
    }

    let log: EventLog

    /// Whether a part or a token's scope allows a duty.
    static func allows(_ duty: Duty, _ principal: Principal, rosterRoles: Set<AccessRole>) -> Bool {
        switch principal.identity {
        case .token(let token): duty.scope.map(token.scopes.contains) ?? false
        case .account: !duty.roles.isDisjoint(with: rosterRoles.union(principal.grants.map(\.role)))
        }
    }

    /// Whether the principal may do a duty.
    /// - Throws: `EventLogError`.
    func allows(_ duty: Duty, _ principal: Principal) async throws -> Bool {
        if Self.allows(duty, principal, rosterRoles: []) { return true }
        guard principal.account != nil, !duty.roles.isDisjoint(with: [.learner, .family, .teacher]) else {
            return false
        }
        return Self.allows(duty, principal, rosterRoles: try await rosterRoles(of: principal))
    }

    /// The parts that somebody has: those that were granted, and those that follow from the roster today.
    /// - Throws: `EventLogError`.
    func roles(of principal: Principal) async throws -> Set<AccessRole> {
        try await rosterRoles(of: principal).union(principal.grants.map(\.role))
    }

    /// The parts that follow from the roster today.
    private func rosterRoles(of principal: Principal) async throws -> Set<AccessRole> {
        guard let person = principal.account?.person else { return [] }
        let tenant = log.district.tenant
        return try await log.run { session in
            let row = try session.query(
                """
                select exists (select from ref.enrolment e where e.tenant = \(tenant) and e.person = \(person)
                                  and e.part in ('teacher', 'aide') and \(sql: Self.isCurrent("e"))),
                       exists (select from ref.person p where p.tenant = \(tenant) and p.person = \(person)
                                  and 'student' = any(p.roles)),
                       exists (select from ref.relationship r where r.tenant = \(tenant) and r.other = \(person)
                                  and r.ended_on is null)
                """
            ).first
            var roles: Set<AccessRole> = []
            if try row?[0, as: Bool.self] ?? false { roles.insert(.teacher) }
            if try row?[1, as: Bool.self] ?? false { roles.insert(.learner) }
            if try row?[2, as: Bool.self] ?? false { roles.insert(.family) }
            return roles
        }
    }

    /// The right by which a learner's record may be used; `nil` where there is none, or no such learner: the two look the
    /// same from outside.
    /// - Throws: `EventLogError`.
    func basis(of principal: Principal, for use: RecordUse, _ learner: LearnerID) async throws -> Basis? {
        let (ids, found) = try await relationships(of: principal, to: learner)
        return found.first(where: use.isOpen(to:)).map { Basis(relationship: $0, ids: ids) }
    }

    /// The right by which events of some kinds may be added to a learner's record: one that serves them all.
    /// - Throws: `EventLogError`.
    func basis(
        of principal: Principal, recording kinds: Set<EventKind>, of learner: LearnerID
    ) async throws -> Basis? {
        let (ids, found) = try await relationships(of: principal, to: learner)
        let open = found.first { relationship in
            RecordUse.contribute.isOpen(to: relationship)
                && kinds.allSatisfy { Recording.isOpen($0, to: relationship) }
        }
        return open.map { Basis(relationship: $0, ids: ids) }
    }

    /// How somebody stands to a learner, the closest first, and all ids of the learner.
    /// - Throws: `EventLogError`.
    func relationships(
        of principal: Principal, to learner: LearnerID
    ) async throws -> (ids: [LearnerID], found: [Relationship]) {
        switch principal.identity {
        case .token(let token):
            let ids = try await IdentityReader(log: log).ids(of: learner)
            let scopes = Set(RecordUse.allCases.compactMap(\.scope))
            guard !token.scopes.isDisjoint(with: scopes), try await isKnown(ids) else { return (ids, []) }
            return (ids, [.system])
        case .account(let account, _):
            let tenant = log.district.tenant
            // Most people have one id, and then one visit to the database tells both.
            let (isAlone, found) = try await log.run { session in
                try session.ask(
                    IdentityReader.isAlone(learner, tenant: tenant),
                    Self.relationships(tenant, of: account, principal.grants, to: [learner]))
            }
            if isAlone { return ([learner], found) }
            let ids = try await IdentityReader(log: log).ids(of: learner)
            return (
                ids,
                try await log.run { session in
                    try session.ask(Self.relationships(tenant, of: account, principal.grants, to: ids))
                }
            )
        }
    }

    private func isKnown(_ ids: [LearnerID]) async throws -> Bool {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select exists (select from ref.person p where p.tenant = \(tenant) and p.person = any(\(ids)))
                    or exists (select from unnest(\(ids)) l (id)
                         cross join lateral (
                             select from log.event e where e.tenant = \(tenant) and e.learner = l.id
                                and e.learner_hash >= uuid_hash(l.id) and e.learner_hash <= uuid_hash(l.id)
                              order by e.learner_hash desc, e.position desc limit 1) found)
                """
            ).single(as: Bool.self)
        }
    }

    private static func relationships(
        _ tenant: Int32, of account: Account, _ grants: [RoleGrant], to ids: [LearnerID]
    ) -> SQLQuery<[Relationship]> {
        let me = account.person
        let offices = grants.filter { $0.role == .registrar || $0.role == .principal }
        let isFamilyByGrant = grants.contains { grant in
            grant.role == .family && grant.learner.map(ids.contains) ?? false
        }
        return SQLQuery(
            """
            select exists (select from access.restriction x where x.tenant = \(tenant)
                              and x.learner = any(\(ids)) and x.person = \(me) and x.ended_at is null),
                   coalesce(\(me) = any(\(ids)), false),
                   exists (select from ref.relationship r
                             join ref.person p on p.tenant = r.tenant and p.person = r.person
                            where r.tenant = \(tenant) and r.person = any(\(ids)) and r.other = \(me)
                              and r.ended_on is null
                              and (p.birth_date is null
                                   or p.birth_date > \(sql: Self.today) - interval '18 years')),
                   (select t.section from ref.enrolment t
                      join ref.enrolment l on l.tenant = t.tenant and l.section = t.section
                     where t.tenant = \(tenant) and t.person = \(me) and t.part in ('teacher', 'aide')
                       and \(sql: Self.isCurrent("t")) and l.person = any(\(ids)) and l.part = 'student'
                       and \(sql: Self.isCurrent("l")) order by t.section limit 1),
                   array(select distinct e.school from ref.enrolment e
                          where e.tenant = \(tenant) and e.person = any(\(ids))),
                   (select o.opening from access.opening o
                     where o.tenant = \(tenant) and o.account = \(account.id) and o.learner = any(\(ids))
                       and o.expires_at > clock_timestamp() order by o.opened_at desc limit 1),
                   exists (select from ref.person p where p.tenant = \(tenant) and p.person = any(\(ids)))
            """
        ) { (rows) throws(PostgresError) in
            guard let found = rows.first, try !found[0, as: Bool.self] else { return [] }
            var relationships: [Relationship] = []
            if try found[1, as: Bool.self] { relationships.append(.own) }
            if try found[2, as: Bool.self] || isFamilyByGrant { relationships.append(.family) }
            if let section = try found[3, as: SectionID?.self] { relationships.append(.teacher(section)) }
            let schools = Set(try found[4, as: [SchoolID].self])
            let isInRoster = try found[6, as: Bool.self]
            for office in offices where office.school.map(schools.contains) ?? isInRoster {
                relationships.append(
                    office.role == .registrar ? .registrar(office.school) : .principal(office.school))
            }
            if let opening = try found[5, as: UUID?.self] { relationships.append(.opening(opening)) }
            return relationships
        }
    }

    static let today: SQL = "(clock_timestamp() at time zone 'UTC')::date"

    /// Whether an enrolment of the roster holds today.
    static func isCurrent(_ name: StaticString) -> SQL {
        let row = SQL(unsafeRaw: name.description)
        return """
            \(sql: row).ended_on is null and \(sql: row).starts_on <= \(sql: today)
            and (\(sql: row).ends_on is null or \(sql: row).ends_on >= \(sql: today))
            """
    }
}
