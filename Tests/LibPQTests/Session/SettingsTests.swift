import LibPQ
import Testing

@Suite struct SettingsTests {
    private static func tenant(_ session: Session) throws -> String? {
        try session.query("select current_setting('waymark.tenant', true)").single(as: String?.self)
    }

    @Test func `a setting costs nothing when it is unchanged`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { $0.set("waymark.tenant", to: "7") }
            // Behind the session's back: an unchanged setting that were sent again would undo it.
            try await connection.run { try $0.script("set waymark.tenant = '8'") }
            let found = try await connection.run { (session) throws in
                session.set("waymark.tenant", to: "7")
                return try Self.tenant(session)
            }
            #expect(found == "8")
        }
    }

    @Test func `a rolled back setting is set again`() async throws {
        try await withConnection { (connection) async throws in
            struct Stop: Error {}
            try await connection.run { $0.set("waymark.tenant", to: "1") }
            await #expect(throws: Stop.self) {
                try await connection.transaction { (session) throws in
                    session.set("waymark.tenant", to: "2")
                    throw Stop()
                }
            }
            for tenant in ["1", "2"] {
                let found = try await connection.run { (session) throws in
                    session.set("waymark.tenant", to: tenant)
                    return try Self.tenant(session)
                }
                #expect(found == tenant)
            }
        }
    }

    @Test func `what a failed statement took with it is set by the next`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                session.set("waymark.tenant", to: "3")
                #expect(throws: PostgresError.self) { try session.query("select 1 / 0") }
                #expect(try Self.tenant(session) == "3")
                session.set("waymark.tenant", to: "4")
                #expect(try Self.tenant(session) == "4")
                session.set("waymark.tenant", to: "5")
                session.set("waymark.tenant", to: "4")
                #expect(try Self.tenant(session) == "4")
                // What cannot take it with it finds it set: several statements in one message.
                session.set("waymark.tenant", to: "6")
                try session.script("create temporary table seen as select current_setting('waymark.tenant') as tenant")
                #expect(try session.query("select tenant from seen").single(as: String.self) == "6")
            }
        }
    }

    @Test func `a value that the server refuses is the error of the next statement`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                session.set("statement_timeout", to: "soon")
                #expect(throws: PostgresError.self) { try session.query("select 1") }
                session.set("statement_timeout", to: "9s")
                #expect(try session.query("show statement_timeout").single(as: String.self) == "9s")
            }
        }
    }

    @Test func `a pool hands nobody the settings of another`() async throws {
        try await withDatabase { (options) async throws in
            let pool = Pool(options.with(settings: ["statement_timeout": "44s", "waymark.color": "red"]), size: 1)
            try await pool.run { (session) throws in
                session.set("waymark.tenant", to: "1")
                session.set("statement_timeout", to: "33s")
                session.set("waymark.color", to: "blue")
                #expect(try Self.tenant(session) == "1")
            }
            try await pool.transaction { (session) throws in
                #expect(try Self.tenant(session) ?? "" == "")
                let row = try session.query(
                    "select current_setting('statement_timeout'), current_setting('waymark.color')")[0]
                #expect(try row[0, as: String.self] == "44s")
                #expect(try row[1, as: String.self] == "red")
                session.set("waymark.tenant", to: "2")
                #expect(try Self.tenant(session) == "2")
            }
            try await pool.read { (session) throws in
                session.set("waymark.tenant", to: "2")
                #expect(try Self.tenant(session) == "2")
            }
            await pool.close()
        }
    }

    @Test func `settings of the options hold from the first statement, whatever they contain`() async throws {
        try await withDatabase { (options) async throws in
            let odd = #"a b\c 'd' "e" -c x=y"#
            let connection = try await Connection.connect(
                options.with(settings: ["waymark.odd": odd, "role": "pg_monitor"]))
            try await connection.run { (session) throws in
                #expect(try session.query("select current_setting('waymark.odd')").single(as: String.self) == odd)
                #expect(try session.query("select current_user").single(as: String.self) == "pg_monitor")
            }
            await connection.close()
        }
    }
}
