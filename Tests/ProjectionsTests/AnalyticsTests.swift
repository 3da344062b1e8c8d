import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

@Suite("Staff query the views with logins of their own")
struct AnalyticsTests {
    @Test("each login sees its own district's rows, in every view, whatever it sets, and nothing else")
    func fenced() async throws {
        try await SmallDistrict.with { district in
            let other = try await district.store.createDistrict(named: "Elsewhere")
            let elsewhere = SmallDistrict(district, of: other)
            for (place, seed) in [(district, UInt64(1)), (elsewhere, 2)] {
                try await place.append(
                    try (0..<3).map { try RandomHistory(seed: seed * 50 + $0, count: 50) }, seed: seed)
                try await place.projector.catchUp()
                try await place.addTerm(
                    TermID(UUID()), titled: "A term", from: CalendarDate(daysSince1970: 20_000),
                    to: CalendarDate(daysSince1970: 20_060))
                try await place.addSchool(SchoolID(UUID()), named: "A school")
            }
            let suffix = UUID().uuidString.prefix(8).lowercased()
            let logins = [("analyst_a_\(suffix)", district), ("analyst_b_\(suffix)", elsewhere)]
            try await district.administer { session in
                for (login, place) in logins {
                    try session.execute("create role \(identifier: login) login")
                    try session.execute(
                        "select analytics.grant_login(\(login)::text::name, \(place.log.district.name))")
                }
            }
            do {
                for (login, place) in logins { try await check(login, sees: place) }
            } catch {
                try await drop(logins.map(\.0), district)
                throw error
            }
            try await drop(logins.map(\.0), district)
        }
    }

    private func drop(_ logins: [String], _ district: SmallDistrict) async throws {
        try await district.administer { session in
            for login in logins {
                try session.execute("select analytics.revoke_login(\(login)::text::name)")
                try session.execute("drop role \(identifier: login)")
            }
        }
    }

    private func check(_ login: String, sees place: SmallDistrict) async throws {
        let tenant = place.tenant
        let connection = try await Connection.connect(place.database.options.with(keyword: "user", login))
        let views = try await place.administer { session in
            try session.query("select viewname::text from pg_views where schemaname = 'analytics' order by 1")
                .column(as: String.self)
        }
        #expect(views.count >= 14)
        try await connection.run { session in
            // What a login sets does not move the fence.
            for setting in ["1", "2", "999"] {
                try session.execute("select set_config('waymark.tenant', \(setting), false)")
                for view in views {
                    let tenants = try session.query("select distinct tenant from analytics.\(identifier: view)")
                        .column(as: Int32.self)
                    #expect(tenants.isEmpty || tenants == [tenant], "\(view)")
                }
            }
            for view in ["access", "enrolments", "offers", "continuum", "transcript_lines", "learners", "terms"] {
                let count = try session.query("select count(*) from analytics.\(identifier: view)").single(
                    as: Int64.self)
                #expect(count > 0, "\(view)")
            }
            for refused: SQL in [
                "select * from log.event", "select * from proj.continuum", "select * from ref.person",
                "select * from vault.learner_key", "set role waymark_app", "set role waymark_owner",
                "delete from analytics.learners", "select analytics.grant_login(session_user, 'Elsewhere')",
                "select proj.begin_build('continuum', 1)",
                "select waymark.gather_statistics()",
            ] {
                #expect(throws: PostgresError.self, "\(refused.text)") { try session.execute(refused) }
            }
        }
        await connection.close()
    }

    @Test("every view and column says what it is, and every view works with the rights of whoever asks")
    func documented() async throws {
        try await SmallDistrict.with { district in
            let (undocumented, definer) = try await district.administer { session in
                (
                    try session.query(
                        """
                        select c.relname::text || coalesce('.' || a.attname, '') from pg_class c
                          left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                         where c.relnamespace = 'analytics'::regnamespace and c.relkind = 'v'
                           and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
                        """
                    ).column(as: String.self),
                    try session.query(
                        """
                        select relname::text from pg_class where relkind = 'v'
                           and relnamespace in ('analytics'::regnamespace, 'proj'::regnamespace)
                           and not coalesce('security_invoker=true' = any(reloptions), false)
                        """
                    ).column(as: String.self)
                )
            }
            #expect(undocumented == [])
            #expect(definer == [])
        }
    }
}
