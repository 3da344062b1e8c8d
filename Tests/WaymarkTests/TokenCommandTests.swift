import Foundation
import LearningRecord
import TestSupport
import Testing

@testable import waymark

@Suite("waymark token")
struct TokenCommandTests {
    @Test("A token is shown once, rotated and revoked, in its own district and in no other")
    func token() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            for district in ["Lakeside", "Markerhill"] { _ = try await program.run("district", "create", district) }
            let made = try await program.run(
                "token", "create", "Reading app", "--scope", "events:append", "--json", "--district", "Lakeside")
            #expect(made.status == 0, "\(made.errors)")
            let json = try JSONReader.read(Array(made.output.utf8))
            let id = try #require(json["token"]?.string)
            let secret = try #require(json["secret"]?.string)
            #expect(secret.hasPrefix("wm_"))
            let list = try await program.run("token", "list", "--district", "Lakeside")
            #expect(list.output.contains("Reading app"))
            #expect(!list.output.contains(secret))
            #expect(try await !program.run("token", "list", "--district", "Markerhill").output.contains("Reading app"))
            for command in ["rotate", "revoke"] {
                let foreign = try await program.run("token", command, id, "--district", "Markerhill")
                #expect(foreign.status == 2)
            }
            let rotated = try await program.run("token", "rotate", id, "--district", "Lakeside")
            #expect(rotated.status == 0, "\(rotated.errors)")
            #expect(rotated.output.hasPrefix("wm_"))
            #expect(!rotated.output.contains(secret))
            #expect(try await program.run("token", "revoke", id, "--district", "Lakeside").status == 0)
            #expect(try await program.run("token", "revoke", id, "--district", "Lakeside").status == 2)
            #expect(try await program.run("token", "rotate", "nothing", "--district", "Lakeside").status == 2)
            let wrong = try await program.run("token", "create", "x", "--scope", "everything", "--district", "Lakeside")
            #expect(wrong.status == 2)
        }
    }
}
