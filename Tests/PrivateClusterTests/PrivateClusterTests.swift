import Foundation
import Testing

@testable import PrivateCluster

/// The life of a real server, each in a folder of its own.
@Suite(.serialized)
struct PrivateClusterTests {
    @Test func `starts, answers, keeps its data over a restart, stops, and is gone after a reset`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home)
            #expect(try await cluster.status().state == .absent)
            let status = try await cluster.start()
            #expect(status.state == .running)
            #expect(status.version?.isEmpty == false)
            #expect(status.sizeInBytes > 1_000_000)
            #expect(
                try await sql("show data_checksums; show fsync; show server_encoding; show listen_addresses", cluster)
                    == "on\non\nUTF8")
            #expect(
                try await sql(
                    "select upper('é') || (select datcollate from pg_database where datname = 'waymark')",
                    cluster) == "ÉC")

            try await sql("create table kept as select 7 as number", cluster)
            let restarted = try await cluster.restart()
            #expect(restarted.processID != status.processID)
            #expect(try await sql("select number from kept", cluster) == "7")

            #expect(try await cluster.stop().state == .stopped)
            #expect(try await cluster.stop().state == .stopped, "stopping twice is fine")
            #expect(try await cluster.reset().state == .absent)
            #expect(!FileManager.default.fileExists(atPath: status.dataDirectory))
        }
    }

    @Test func `starting twice, and from several tasks at once, gives one server, closed to other accounts`()
        async throws
    {
        try await withHome { home in
            let processes = try await withThrowingTaskGroup(of: Int32?.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await PrivateCluster(home: home, disposable: true).start().processID }
                }
                return try await group.reduce(into: Set<Int32?>()) { $0.insert($1) }
            }
            #expect(processes.count == 1)
            #expect(processes.first != .some(nil))

            let status = try await PrivateCluster(home: home, disposable: true).status()
            let account = try ServerAccount.find(dataDirectory: status.dataDirectory)
            #expect(account.user != 0, "never root")
            for folder in [status.dataDirectory, status.socketDirectory] {
                let information = try #require(SystemCall.information(folder))
                #expect(information.st_uid == account.user)
                #expect(information.st_mode & 0o777 == 0o700, "nobody else may enter \(folder)")
            }
        }
    }

    @Test func `what was committed survives kill -9, round after round`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home, disposable: true, settings: ["synchronous_commit": "on"])
            try await cluster.start()
            try await sql("create table kept (round int)", cluster)
            for round in 1...3 {
                try await sql("insert into kept values (\(round))", cluster)
                try await cluster.kill9()
                #expect(try await cluster.status().state == .stopped)
                try await cluster.start()
                #expect(try await sql("select count(*) from kept", cluster) == "\(round)")
            }
        }
    }

    @Test func `a process file that names a stranger's process does not keep the server from starting`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home, disposable: true)
            let status = try await cluster.start()
            let account = try ServerAccount.find(dataDirectory: status.dataDirectory)
            try await cluster.kill9()
            let stranger = Process()
            stranger.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            stranger.arguments = account.commandLine("sleep", ["60"])
            try stranger.run()
            defer { kill(stranger.processIdentifier, SIGKILL) }

            var lines = try String(contentsOfFile: cluster.layout.processFile, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            lines[0] = String(stranger.processIdentifier)
            try lines.joined(separator: "\n").write(
                toFile: cluster.layout.processFile, atomically: false, encoding: .utf8)
            #expect(try await cluster.status().state == .stopped)
            #expect(try await cluster.start().state == .running)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `an interrupted first start leaves nothing that looks finished`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home, disposable: true)
            let starting = Task { try await cluster.start() }
            let initdb = try await process(running: "initdb", on: home)
            kill(initdb, SIGKILL)
            await #expect(throws: ClusterError.self) { try await starting.value }
            #expect(FileManager.default.fileExists(atPath: cluster.layout.root), "it was under way")
            #expect(try await cluster.status().state == .absent)
            #expect(try await cluster.start().state == .running)
        }
    }

    @Test func `a home deeper than a socket's path can be gets a short socket folder`() async throws {
        try await withHome { home in
            let deep = home + "/" + String(repeating: "deep/", count: 25) + "home"
            let cluster = PrivateCluster(home: deep, disposable: true)
            let status = try await cluster.start()
            #expect(status.socketDirectory.hasPrefix("/tmp/waymark-"))
            #expect(try await sql("select 1", cluster) == "1")
            try await cluster.reset()
            #expect(!FileManager.default.fileExists(atPath: status.socketDirectory))
        }
    }

    @Test func `a link or another's folder in the way is refused, and left as it is`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home, disposable: true)
            let elsewhere = home + "/elsewhere"
            try #require(mkdir(elsewhere, 0o755) == 0)
            try FileManager.default.createSymbolicLink(atPath: cluster.layout.root, withDestinationPath: elsewhere)
            await #expect(throws: ClusterError.directoryNotPrivate(path: cluster.layout.root)) {
                try await cluster.start()
            }
            #expect(SystemCall.information(elsewhere).map { $0.st_mode & 0o777 } == 0o755)
        }
    }

    @Test func `a server that cannot start says why, from its own log`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home, disposable: true, settings: ["shared_buffers": "lots"])
            let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
            let text = try #require(error).description
            #expect(text.contains("did not start") && text.contains("shared_buffers"), "\(text)")
        }
    }

    @Test func `a held lock is waited for, then named`() async throws {
        try await withHome { home in
            let cluster = PrivateCluster(home: home, disposable: true, patience: 1)
            let lock = try await ClusterLock.acquire(cluster.layout.lock, waitingSeconds: 0)
            await #expect(throws: ClusterError.busy(lock: cluster.layout.lock, waitedSeconds: 1)) {
                try await cluster.stop()
            }
            _ = consume lock
            #expect(try await cluster.stop().state == .absent)
        }
    }
}

/// A folder for one cluster; whatever runs in it is ended afterwards and the folder deleted.
private func withHome(_ body: (String) async throws -> Void) async throws {
    let home = "/tmp/waymark-cluster-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    chmod(home, 0o755)
    let end = {
        try await PrivateCluster(home: home, disposable: true, patience: 20).reset()
        try FileManager.default.removeItem(atPath: home)
    }
    do {
        try await body(home)
    } catch {
        try await end()
        throw error
    }
    try await end()
}

/// The process of a program that has the home among its arguments, once there is one and it has written something.
private func process(running program: String, on home: String) async throws -> pid_t {
    while true {
        try await Task.sleep(for: .milliseconds(5))
        guard
            FileManager.default.fileExists(atPath: home + "/postgres/data.unfinished/base")
                || FileManager.default.fileExists(atPath: home + "/postgres/data/base")
        else { continue }
        for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let id = pid_t(entry), let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline")
            else { continue }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if words.first?.hasSuffix("/" + program) == true, words.contains(where: { $0.hasPrefix(home) }) {
                return id
            }
        }
    }
}

/// What `psql` answers, unaligned.
@discardableResult
private func sql(_ text: String, _ cluster: PrivateCluster) async throws -> String {
    let programs = try await cluster.installation().programs
    let address = cluster.keywords.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
    let outcome = try await Command(program: programs + "/psql", arguments: ["-XAtq", address, "-c", text]).run()
    try #require(outcome.succeeded, "\(outcome.output)")
    return outcome.output
}
