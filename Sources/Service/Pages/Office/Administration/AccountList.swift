import EventLog
import Foundation
import LearningRecord
import LibPQ

/// The accounts of a district as an administrator sees them, page by page.
struct AccountList: Sendable {
    struct Item: Sendable {
        let account: Account
        /// The parts that the account has: those of the roster first.
        var parts: [Part] = []
        /// When it was used last.
        let seenAt: Instant?
        /// Whether the school's provider vouches for it.
        let isSchools: Bool
        /// When somebody was invited who has not come yet.
        let invitedAt: Instant?
    }

    /// A part of an account.
    struct Part: Sendable {
        /// The grant; `nil` for what follows from the roster.
        let grant: UUID?
        let role: AccessRole
        /// A school's or a learner's name.
        let place: String?
        /// Who granted it.
        let granter: String?
    }

    let log: EventLog

    /// Accounts by name.
    /// - Parameters:
    ///   - query: a part of the name or the login.
    ///   - role: only those who have this part today.
    /// - Throws: `EventLogError`.
    func page(_ query: String?, _ role: AccessRole?, from first: Int, limit: Int) async throws -> [Item] {
        let named: SQL =
            query.map { "strpos(lower(a.name || ' ' || a.login), \($0.lowercased())) > 0" } ?? "true"
        let having: SQL = role.map(having) ?? "true"
        let items = try await read("\(sql: named) and \(sql: having)", from: first, limit: limit)
        let parts = try await granted(to: items.map(\.account.id))
        var all: [Item] = []
        for var item in items {
            item.parts = try await rosterParts(of: item.account) + (parts[item.account.id] ?? [])
            all.append(item)
        }
        return all
    }

    /// One account; `nil` when there is none.
    /// - Throws: `EventLogError`.
    func one(_ id: AccountID) async throws -> Item? {
        guard var item = try await read("a.account = \(id)", from: 0, limit: 1).first else { return nil }
        item.parts = try await rosterParts(of: item.account) + (granted(to: [id])[id] ?? [])
        return item
    }

    private func read(_ condition: SQL, from first: Int, limit: Int) async throws -> [Item] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select \(sql: AccountStore.columns),
                       (select max(s.seen_at) from access.session s where s.tenant = a.tenant and s.account = a.account),
                       a.subject is not null,
                       (select max(l.created_at) from access.link l where l.tenant = a.tenant and l.account = a.account
                           and l.purpose = 'invite' and l.used_at is null and l.expires_at > clock_timestamp())
                  from access.account a where a.tenant = \(tenant) and \(sql: condition)
                 order by a.name, a.login limit \(limit) offset \(first)
                """
            ).map { row in
                Item(
                    account: try Account(row), seenAt: try row[7, as: Instant?.self],
                    isSchools: try row[8, as: Bool.self],
                    invitedAt: try row[9, as: Instant?.self])
            }
        }
    }

    /// The condition that an account has a part today.
    private func having(_ role: AccessRole) -> SQL {
        let tenant = log.district.tenant
        let granted: SQL = """
            exists (select from access.role_grant g where g.tenant = \(tenant) and g.account = a.account
                       and g.role = \(role.rawValue) and g.ended_at is null)
            """
        switch role {
        case .teacher:
            return """
                exists (select from ref.enrolment e where e.tenant = \(tenant) and e.person = a.person
                           and e.part in ('teacher', 'aide') and \(sql: Authority.isCurrent("e")))
                """
        case .learner:
            return """
                exists (select from ref.person p where p.tenant = \(tenant) and p.person = a.person
                           and 'student' = any(p.roles))
                """
        case .family:
            return """
                (\(sql: granted) or exists (select from ref.relationship r where r.tenant = \(tenant)
                    and r.other = a.person and r.ended_on is null))
                """
        case .registrar, .principal, .analyst, .dataEngineer, .administrator: return granted
        }
    }

    /// What was granted, by account.
    private func granted(to accounts: [AccountID]) async throws -> [AccountID: [Part]] {
        let tenant = log.district.tenant
        return try await log.run { session in
            var parts: [AccountID: [Part]] = [:]
            for row in try session.query(
                """
                select g.account, g.role_grant, g.role, coalesce(s.name, nullif(concat_ws(' ', coalesce(p.preferred_name,
                       p.given_name), p.family_name), '')), b.name
                  from access.role_grant g
                  left join ref.school s on s.tenant = g.tenant and s.school = g.school
                  left join ref.person p on p.tenant = g.tenant and p.person = g.learner
                  left join access.account b on b.tenant = g.tenant and b.account = g.granted_by
                 where g.tenant = \(tenant) and g.account = any(\(accounts)) and g.ended_at is null order by g.role, s.name
                """)
            {
                guard let role = AccessRole(rawValue: try row[2, as: String.self]) else { continue }
                parts[try row[0, as: AccountID.self], default: []].append(
                    Part(
                        grant: try row[1, as: UUID.self], role: role, place: try row[3, as: String?.self],
                        granter: try row[4, as: String?.self]))
            }
            return parts
        }
    }

    /// What follows from the roster today.
    private func rosterParts(of account: Account) async throws -> [Part] {
        let principal = Principal(district: log.district, identity: .account(account, session: []), grants: [])
        return try await Authority(log: log).roles(of: principal).sorted().map {
            Part(grant: nil, role: $0, place: nil, granter: nil)
        }
    }
}
