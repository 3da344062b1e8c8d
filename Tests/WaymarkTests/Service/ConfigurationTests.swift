import Foundation
import TestSupport
import Testing

/// Wrong settings, as somebody has them who sets a service up: what is wrong, where, and what to do.
@Suite("Wrong settings of the service")
struct ConfigurationTests {
    /// A file of settings, and what is told of it.
    private static let files: [(text: String, told: [String])] = [
        ("{\"port\": 9000,}", ["FILE is not JSON: ", "(line 1, column 15)"]),
        ("{\n  \"port\": 9000\n  \"host\": \"a\"\n}", ["FILE is not JSON: ", "(line 3, column 3)"]),
        ("{\"port\": 1, \"port\": 2}", ["FILE is not JSON: the name \"port\" stands twice (line 1, column 13)"]),
        ("", ["FILE is not JSON: the text ends where a value should stand (line 1, column 1)"]),
        ("[1]", ["FILE: the whole must be an object, such as {\"port\": 8134}"]),
        (
            "{\"prot\": 9000}",
            ["prot (FILE): is no setting; there are appendBytes, appendConnections, connections, ", " port, "]
        ),
        (
            "{\"port\": \"abc\", \"connections\": -4, \"graceSeconds\": 2.5}",
            [
                "port (FILE): must be a whole number from 0 to 65535, and is \"abc\"",
                "connections (FILE): must be a whole number from 2 to 200, and is \"-4\"",
                "graceSeconds (FILE): must be a whole number from 1 to 600, and is \"2.5\"",
                "the configuration is wrong in 3 places",
            ]
        ),
        ("{\"follows\": \"maybe\"}", ["follows (FILE): must be true or false, and is \"maybe\""]),
        ("{\"trustsProxy\": 1}", ["trustsProxy (FILE): must be true or false, and is \"1\""]),
        ("{\"port\": null}", ["port (FILE): must be a text, a number, true or false"]),
        ("{\"host\": [\"a\"]}", ["host (FILE): must be a text, a number, true or false"]),
        ("{\"appendBytes\": 99999999999999999999}", ["appendBytes (FILE): must be a whole number from 1048576 to "]),
        ("{\"publicURL\": \"record.example.org\"}", ["publicURL (FILE): must be an address such as https://"]),
        ("{\"logLevel\": \"loud\"}", ["logLevel (FILE): must be one of trace, debug, info", "and is \"loud\""]),
        ("{\"importFolder\": \"uploads\"}", ["importFolder (FILE): must be a path that begins with /"]),
        (
            "{\"importFolder\": \"/nowhere/at/all\"}",
            ["importFolder (FILE): must be a folder that is there, or can be made"]
        ),
        (
            "{\"importFolder\": \"FOLDER\"}",
            ["importFolder (FILE): must be a folder that only the service can read (chmod 700)"]
        ),
        ("{\"importFolder\": \"/etc/passwd\"}", ["importFolder (FILE): must be a folder, and is \"/etc/passwd\""]),
        (
            "{\"metricsTokenFile\": \"/nope\", \"sealingKeyFile\": \"FOLDER\"}",
            [
                "metricsTokenFile (FILE): must be a file that can be read, and there is none, and is \"/nope\"",
                "sealingKeyFile (FILE): must be a file that can be read, and it is a folder",
            ]
        ),
        (
            "{\"metricsTokenFile\": \"FOLDER/short\", \"sealingKeyFile\": \"FOLDER/short\"}",
            [
                "metricsTokenFile (FILE): must be a file whose text has 16 characters or more, and is \"FOLDER/short\"",
                "sealingKeyFile (FILE): must be a file with 64 hexadecimal digits, and is \"FOLDER/short\"",
            ]
        ),
        ("{\"openID\": {}}", ["openID (FILE): must be a list of providers"]),
        ("{\"openID\": [{\"district\": \"x\"}]}", ["publicURL: must be there where people sign in at a provider"]),
        (
            "{\"publicURL\": \"https://a.example\", \"openID\": [{\"district\": \"x\", \"issuer\": \"http://login\", "
                + "\"clientID\": \"w\"}, {\"district\": \"x\", \"isuer\": \"y\"}]}",
            [
                "openID[0] (FILE): the OpenID issuer must be a plain https address",
                "openID[1].isuer: is no setting of a provider",
            ]
        ),
    ]

    private static func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("short\n".utf8).write(to: folder.appending(path: "short"))
        try await body(folder)
    }

    @Test("each is told with its place and with what would be right")
    func files() async throws {
        try await Self.withFolder { folder in
            for (number, file) in Self.files.enumerated() {
                let path = folder.appending(path: "service-\(number).json").path()
                func filled(_ text: String) -> String {
                    text.replacing("FILE", with: path).replacing("FOLDER", with: folder.path())
                }
                try Data(filled(file.text).utf8).write(to: URL(filePath: path))
                let outcome = try await Program().run("config", "check", "--config", path)
                #expect(outcome.status == 2, "\(file.text)")
                for told in file.told { #expect(outcome.errors.contains(filled(told)), "\(outcome.errors)") }
                #expect(outcome.errors.contains("Docs/service.md"))
            }
        }
    }

    @Test("a file that cannot be read, wrong variables, and those that are like settings and are none")
    func environment() async throws {
        try await Self.withFolder { folder in
            let program = Program()
            let missing = try await program.run("config", "check", "--config", folder.path() + "/none.json")
            #expect(missing.status == 2 && missing.errors.contains("there is no file"))
            let isFolder = try await program.run("config", "check", "--config", folder.path())
            #expect(isFolder.status == 2 && isFolder.errors.contains("is a folder"))
            let negative = try await Program(environment: ["WAYMARK_PORT": "-1"]).run("config", "check")
            #expect(negative.status == 2)
            #expect(
                negative.errors.contains("port (WAYMARK_PORT): must be a whole number from 0 to 65535, and is \"-1\""))
            let like = try await Program(environment: ["WAYMARK_PROT": "1"]).run("config", "check")
            #expect(like.status == 0)
            #expect(like.errors.contains("WAYMARK_PROT in the environment is no setting, and has no effect"))
            // The environment goes before the file, and both are looked at.
            let file = folder.appending(path: "service.json")
            try Data("{\"port\": 70000, \"connections\": 4}".utf8).write(to: file)
            let both = try await Program(environment: ["WAYMARK_PORT": "7", "WAYMARK_CONFIG": file.path()])
                .run("config", "check", "--json")
            #expect(both.status == 2)
            #expect(
                both.errors.contains("port (\(file.path())): must be a whole number from 0 to 65535, and is \"70000\""))
            #expect(both.output.contains("\"WAYMARK_PORT\""))
            let right = try await Program(environment: ["WAYMARK_CONFIG": file.path()]).run("config", "check", "--json")
            #expect(right.output.components(separatedBy: "\"importFolder\"").count == 2)
        }
    }

    @Test("a port that is taken, an address that is none, a key that is not there")
    func serving() async throws {
        try await withTestDatabase { database in
            let first = try await ServedProgram(Program(database))
            let taken = try await Program(database).run("serve", "--port", "\(first.port)")
            #expect(taken.status == 2)
            #expect(taken.errors.contains("cannot listen on 127.0.0.1, port \(first.port): address already in use"))
            let nowhere = try await Program(database).run("serve", "--host", "192.0.2.1", "--port", "0")
            #expect(nowhere.status == 2, "\(nowhere.errors)")
            #expect(nowhere.errors.contains("cannot listen on 192.0.2.1"))
            let large = try await Program(database).run("serve", "--port", "99999")
            #expect(large.status == 2 && large.errors.contains("--port must be a whole number from 0 to 65535"))
            let keyless = try await Program(
                database, environment: ["WAYMARK_MASTER_KEY": "", "WAYMARK_MASTER_KEY_FILE": "/nope/master.key"]
            ).run("serve", "--port", "0")
            #expect(keyless.status != 0)
            #expect(keyless.errors.contains("/nope/master.key"), "\(keyless.errors)")
            try await first.end()
        }
    }
}
