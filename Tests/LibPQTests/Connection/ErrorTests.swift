import LibPQ
import Synchronization
import Testing

private final class Heard: Sendable {
    private let notices = Mutex<[Notice]>([])
    var all: [Notice] { notices.withLock { $0 } }
    func add(_ notice: Notice) { notices.withLock { $0.append(notice) } }
}

@Suite struct ErrorTests {
    /// What no description may contain.
    private static let secret = "Ada Lovelace 1815"

    private struct Refused {
        let code: PostgresError.Code
        let work: @Sendable (Session) throws -> Void

        init(_ code: PostgresError.Code, _ work: @escaping @Sendable (Session) throws -> Void) {
            self.code = code
            self.work = work
        }
    }

    @Test func `no description holds a value, a message or SQL, the debug description holds all`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run {
                try $0.script("create table learner (name text primary key check (name <> ''), born int)")
            }
            let secret = Self.secret
            let works = [
                Refused(
                    PostgresError.uniqueViolation,
                    { session in
                        for _ in 0..<2 { try session.execute("insert into learner values (\(secret), 1)") }
                    }
                ),
                Refused(PostgresError.invalidTextRepresentation, { _ = try $0.query("select \(secret)::int") }),
                Refused(PostgresError.syntaxError, { try $0.execute("select 'Ada Lovelace 1815' from from") }),
                Refused(
                    PostgresError.raiseException, { try $0.script("do $$ begin raise 'Ada Lovelace 1815'; end $$") }),
                Refused(PostgresError.undefinedColumn, { try $0.execute("select \"Ada Lovelace 1815\" from learner") }),
                Refused(
                    PostgresError.badCopyFileFormat,
                    { session in
                        _ = try session.copyIn("copy learner from stdin") {
                            try $0.writeBytes(Array("Ada Lovelace 1815\n".utf8))
                        }
                    }
                ),
            ]
            for refused in works {
                let (code, work) = (refused.code, refused.work)
                let error = try #require(await failure { try await connection.run(work) } as? PostgresError)
                #expect(error.code == code)
                #expect(error.kind == .server)
                #expect(!error.description.contains("Lovelace"))
                #expect(!"\(error)".contains("Lovelace") && !String(describing: error).contains("Lovelace"))
                #expect(error.debugDescription.contains("Lovelace"))
                #expect(error.description.contains(code.rawValue))
            }
        }
    }

    @Test func `an error names the constraint, table and column it is about`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run {
                try $0.script(
                    "create table learner (name text constraint name_given check (name <> ''), born int not null)")
            }
            let check = await failure {
                try await connection.run { _ = try $0.execute("insert into learner values ('', 1)") }
            }
            #expect((check as? PostgresError)?.constraint == "name_given")
            #expect((check as? PostgresError)?.description.contains("name_given") == true)
            #expect((check as? PostgresError)?.table == "learner")
            let null = await failure {
                try await connection.run { _ = try $0.execute("insert into learner values ('x', null)") }
            }
            #expect((null as? PostgresError)?.column == "born")
            #expect((null as? PostgresError)?.schema == "public")
        }
    }

    @Test func `a SQLSTATE can be caught by its name`() async throws {
        try await withConnection { (connection) async throws in
            do {
                try await connection.run { _ = try $0.execute("select 1/0") }
                Issue.record("no error")
            } catch PostgresError.uniqueViolation {
                Issue.record("another error")
            } catch PostgresError.divisionByZero {
            }
        }
    }

    @Test func `a connection that cannot be made says why and shows no password`() async throws {
        try await withDatabase { (options) async throws in
            let wrong: [(ConnectionOptions, String)] = [
                (options.with(database: "nowhere"), "nowhere"),
                (options.with(keyword: "user", "nobody_at_all"), "nobody_at_all"),
                (options.with(keyword: "host", "/nonexistent"), "/nonexistent"),
                (ConnectionOptions(["host": "127.0.0.1", "port": "1", "dbname": "x"]), "127.0.0.1"),
                (ConnectionOptions(url: "postgres://u:hunter2@127.0.0.1:1/x"), "127.0.0.1"),
                (ConnectionOptions(url: "postgres://u:hunter2@[127.0.0.1/x"), "connection string"),
                (ConnectionOptions(url: "password=hunter2 nonsense"), "connection string"),
                (options.with(settings: ["no_such_setting": "1"]), "no_such_setting"),
                (options.with(settings: ["role": "nobody_at_all"]), "nobody_at_all"),
            ]
            for (options, word) in wrong {
                let error = try #require(await failure { _ = try await Connection.connect(options) } as? PostgresError)
                #expect(error.kind == .connection)
                #expect(error.description.contains(word), "\(word)")
                #expect(!error.description.contains("hunter2"))
                #expect(!"\(options) \(String(reflecting: options))".contains("hunter2"))
            }
        }
    }

    @Test func `notices go where the options say, with their severity and code`() async throws {
        try await withDatabase { (options) async throws in
            let heard = Heard()
            var listening = options
            listening.onNotice = { heard.add($0) }
            let connection = try await Connection.connect(listening)
            try await connection.run { try $0.script("do $$ begin raise warning 'careful'; end $$") }
            let notice = try #require(heard.all.first)
            #expect(notice.message == "careful" && notice.severity == "WARNING" && notice.code?.rawValue == "01000")
            await connection.close()
        }
    }
}
