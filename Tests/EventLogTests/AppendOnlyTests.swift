import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// What real logins can and cannot do to the log.
@Suite("The log is append-only")
struct AppendOnlyTests {
    /// Every way we know of to change what was appended, or to make it changeable.
    static let attacks = [
        "update log.event set item = 'x'",
        "delete from log.event",
        "truncate log.event",
        "truncate log.event_0",
        "delete from log.event_0",
        "update log.event_3 set leaf_hash = sha256('x')",
        "insert into log.event select * from log.event",
        "alter table log.event disable trigger all",
        "alter table log.event_0 disable trigger refuse_statement",
        "drop trigger refuse_change on log.event",
        "create rule quietly as on insert to log.event do instead nothing",
        "create rule quietly as on delete to log.event_0 do instead nothing",
        "alter table log.event detach partition log.event_0",
        "drop table log.event_0",
        "alter table log.event drop column words",
        "alter table log.event disable row level security",
        "grant update on log.event to public; update log.event set item = 'x'",
        "grant update on log.event to public",
        "create trigger quietly before insert on log.event_0 for each row execute function suppress_redundant_updates_trigger()",
        "create or replace function log.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$",
    ]

    static let applicationAttacks =
        attacks + [
            "set role waymark_owner; delete from log.event",
            "set session_replication_role = replica; delete from log.event",
            "update vault.learner_key set destroyed_at = null",
            "delete from vault.learner_key",
            "insert into log.tenant values (99, gen_random_uuid(), 'x')",
            "drop event trigger waymark_guard_definition",
        ]

    @Test("a login of the application cannot, in any way we know")
    func application() async throws {
        try await withLog { fixture in
            try await seed(fixture)
            let login = try await makeLogin(fixture, "create role %I login in role waymark_app noinherit")
            // A GRANT by one who may not grant is only warned of; the one with an UPDATE behind it tells.
            for attack in Self.applicationAttacks where attack != "grant update on log.event to public" {
                let refusal = await attempt(attack, as: login, role: "waymark_app", in: fixture)
                #expect(refusal != nil, "the application could: \(attack)")
            }
            #expect(try await fixture.log.verify() == .intact(events: 3))
        }
    }

    @Test("neither can a login that owns the tables, except through a superuser")
    func owner() async throws {
        try await withLog { fixture in
            try await seed(fixture)
            let login = try await makeLogin(fixture, "create role %I login in role waymark_owner inherit")
            for attack in Self.attacks where !attack.hasPrefix("insert") {
                let refusal = await attempt(attack, as: login, role: nil, in: fixture)
                #expect(refusal != nil, "the owner could: \(attack)")
            }
            #expect(try await fixture.log.verify() == .intact(events: 3))
        }
    }

    @Test("replica mode does not switch the triggers off, even for a superuser")
    func replicaMode() async throws {
        try await withLog { fixture in
            try await seed(fixture)
            for attack in ["delete from log.event", "update log.event set item = 'x'", "truncate log.event_1"] {
                let refusal = await attempt(
                    "set session_replication_role = replica; \(attack)", as: "waymark_admin", role: nil, in: fixture)
                #expect(refusal != nil, "in replica mode passed: \(attack)")
            }
        }
    }

    @Test(
        "without its trigger a change passes: the trigger is what stops it",
        arguments: [
            (
                "alter table log.event disable trigger refuse_change, disable trigger refuse_statement",
                "delete from log.event"
            ),
            ("alter table %P disable trigger refuse_statement", "truncate %P"),
        ])
    func withoutGuard(removal: String, attack: String) async throws {
        try await withLog { fixture in
            try await seed(fixture)
            let partition = try await fixture.asAdministrator { session in
                try session.query("select tableoid::regclass::text from log.event limit 1").single(as: String.self)
            }
            let sql = [removal, attack].map { $0.replacingOccurrences(of: "%P", with: partition) }
            try await fixture.asAdministrator { try $0.script(SQLScript(unsafeRaw: sql.joined(separator: ";"))) }
            let head = try await fixture.log.head()
            #expect(head == 0)
        }
    }

    @Test(
        "the self-check names each guard that is gone",
        arguments: [
            ("alter table log.event disable trigger refuse_change", "refuse_change"),
            (
                "alter table log.event_2 enable trigger refuse_statement",
                "log.event_2 lacks the trigger refuse_statement"
            ),
            ("alter table log.event_5 disable row level security", "log.event_5 has no row-level security"),
            ("alter table ref.person disable row level security", "ref.person has no row-level security"),
            ("create rule quietly as on insert to log.event do instead nothing", "has the rule quietly"),
            ("grant update on log.event_1 to waymark_app", "may update on log.event_1"),
            ("grant insert on log.event to waymark_app", "may insert on log.event"),
            ("alter table log.event owner to waymark_admin", "does not belong to waymark_owner"),
            ("alter function log.append security invoker", "does not run as waymark_owner"),
            ("alter function log.append reset search_path", "fixed search_path"),
        ])
    func selfCheck(damage: String, complaint: String) async throws {
        try await withLog { fixture in
            let before = try await fixture.store.checkCatalogue()
            #expect(before.faults == [])
            try await fixture.asAdministrator { try $0.script(SQLScript(unsafeRaw: damage)) }
            let faults = try await fixture.store.checkCatalogue().faults
            #expect(faults.contains { $0.contains(complaint) }, "\(faults)")
        }
    }

    @Test("the self-check warns of a superuser's login and of missing event triggers")
    func selfCheckWarnings() async throws {
        try await withLog { fixture in
            var warnings = try await fixture.store.checkCatalogue().warnings
            #expect(warnings.count == 1 && warnings[0].contains("superuser"))
            try await fixture.asAdministrator { try $0.script("drop event trigger waymark_guard_drop") }
            warnings = try await fixture.store.checkCatalogue().warnings
            #expect(warnings.contains { $0.contains("waymark_guard_drop") })
        }
    }

    private func seed(_ fixture: LogFixture) async throws {
        var maker = EventMaker(seed: 21)
        _ = try await fixture.log.append(maker.next(3))
    }

    /// A login of this test's own; roles belong to the whole server.
    private func makeLogin(_ fixture: LogFixture, _ template: String) async throws -> String {
        let name = "test_\(UUID().uuidString.lowercased().prefix(13).replacingOccurrences(of: "-", with: "_"))"
        try await fixture.asAdministrator { session in
            try session.script(
                SQLScript(unsafeRaw: "do $do$ begin execute format('\(template)', '\(name)'); end $do$"))
        }
        return name
    }

    /// Why the attack was refused; `nil` when it was not. It is rolled back either way.
    private func attempt(
        _ attack: String, as login: String, role: String?, in fixture: LogFixture
    ) async -> PostgresError? {
        do {
            var keywords = fixture.database.options.keywords
            keywords["user"] = login
            let settings = role.map { ["role": $0, "waymark.tenant": "1"] } ?? ["waymark.tenant": "1"]
            let connection = try await Connection.connect(ConnectionOptions(keywords, settings: settings))
            defer { Task { await connection.close() } }
            try await connection.transaction { session in
                try session.script(SQLScript(unsafeRaw: attack))
                throw Passed()
            }
            return nil
        } catch let error as PostgresError {
            return error
        } catch {
            return nil
        }
    }

    private struct Passed: Error {}
}
