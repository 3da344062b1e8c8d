import Foundation
import LibPQ
import TestSupport
import Testing

@testable import waymark

@Suite("waymark account")
struct AccountCommandTests {
    @Test("A password from the input is set at once; one that others guess makes no account")
    func password() async throws {
        try await withTestDatabase { database in
            var program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            program.input = Data("123456\n".utf8)
            let weak = try await program.run("account", "create", "demo", "Demo", "--password-stdin")
            #expect(weak.status == 2)
            #expect(weak.errors.contains("at least 15 characters"))
            let none = try await program.run("account", "list")
            #expect(!none.output.contains("demo"))
            program.input = Data("three brown herons\n".utf8)
            let made = try await program.run(
                "account", "create", "demo", "Demo", "--role", "analyst", "--password-stdin")
            #expect(made.status == 0, "\(made.errors)")
            #expect(!made.output.contains("/link/"))
            #expect(!(made.output + made.errors).contains("herons"))
            let connection = try await Connection.connect(database.options)
            let hash = try await connection.run {
                try $0.query("select password from access.account where login = 'demo'").single(as: String?.self)
            }
            await connection.close()
            #expect(hash?.contains("scrypt") == true)
        }
    }
}
