import Foundation
import Glibc
import Testing

/// nginx with the settings that the product ships, over a service of a test.
final class RunningProxy: Sendable {
    /// An answer, as curl has it.
    struct Answer: Sendable {
        let status: Int
        /// Of HTTP: `1.1`, or `2`.
        let version: String
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// Every value of a header.
        func all(_ name: String) -> [String] { headers.filter { $0.name == name.lowercased() }.map(\.value) }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../..").standardizedFileURL

    /// Whether what it needs is here; `Deploy/setup --for-tests` sees to it.
    static let isHere: Bool = {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin"
        func has(_ program: String) -> Bool {
            path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
        }
        let isFetched = access(root.appending(path: ".build/nginx/usr/sbin/nginx").path(), X_OK) == 0
        return (has("nginx") || isFetched) && has("curl") && has("openssl")
    }()

    let https: Int
    let http: Int
    private let folder: URL
    private let certificate: String
    private let nginx: Int32
    private let ended: AsyncStream<Void>

    var url: String { "https://localhost:\(https)" }

    /// Starts it, and waits until it takes connections.
    init(over service: RunningService) async throws {
        (https, http) = (try Self.freePort(), try Self.freePort())
        folder = FileManager.default.temporaryDirectory.appending(path: "waymark-proxy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let program = Process()
        program.executableURL = Self.root.appending(path: "Deploy/service/nginx-test")
        program.arguments = ["--service", "\(service.port)", "--https", "\(https)", "--http", "\(http)"]
        program.standardOutput = try FileHandle(forWritingTo: output)
        program.standardError = try FileHandle(forUpdating: output)
        let (stream, over) = AsyncStream.makeStream(of: Void.self)
        ended = stream
        program.terminationHandler = { _ in over.finish() }
        try program.run()
        var told = ""
        let deadline = ContinuousClock.now + .seconds(20)
        while !told.contains("the certificate is"), program.isRunning, .now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            told = try String(contentsOf: output, encoding: .utf8)
        }
        let path = try #require(told.range(of: "the certificate is "), "\(told)").upperBound
        certificate = told[path...].trimmingCharacters(in: .whitespacesAndNewlines)
        let number = URL(filePath: certificate).deletingLastPathComponent().appending(path: "nginx.pid")
        nginx = try #require(
            Int32(try String(contentsOf: number, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Ends it.
    func end() async {
        // A shell that this process starts has the signals blocked that its threads block; nginx unblocks them, and with it
        // ends the shell.
        kill(nginx, SIGTERM)
        for await _ in ended {}
        try? FileManager.default.removeItem(at: folder)
    }

    /// Asks by curl, which trusts the proxy's certificate.
    func curl(_ path: String, _ arguments: [String] = []) async throws -> Answer {
        let place = folder.appending(path: UUID().uuidString)
        let (headers, body) = (place.path() + ".headers", place.path() + ".body")
        let (output, status) = try await PythonProgram.outcome(
            "curl",
            [
                "-sS", "--max-time", "60", "--cacert", certificate, "-D", headers, "-o", body, "-w",
                "%{http_code} %{http_version}", path.hasPrefix("http") ? path : url + path,
            ] + arguments)
        try #require(status == 0, "\(output)")
        let words = output.split(separator: " ").map(String.init)
        let lines = try String(contentsOfFile: headers, encoding: .utf8).split(whereSeparator: \.isNewline)
        return Answer(
            status: Int(words.first ?? "") ?? 0, version: words.last ?? "",
            headers: lines.compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
            }, body: Array((try? Data(contentsOf: URL(filePath: body))) ?? Data()))
    }

    /// Follows a stream by curl while the body runs, which is given what came so far.
    func follow(
        _ path: String, _ arguments: [String], _ body: (@escaping @Sendable () -> String) async throws -> Void
    ) async throws {
        let file = folder.appending(path: UUID().uuidString)
        try Data().write(to: file)
        let program = Process()
        program.executableURL = URL(filePath: "/usr/bin/env")
        program.arguments = ["curl", "-sSN", "--max-time", "120", "--cacert", certificate, url + path] + arguments
        program.standardOutput = try FileHandle(forWritingTo: file)
        try program.run()
        defer { kill(program.processIdentifier, SIGKILL) }
        try await body { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
    }

    /// A port of the loopback that nobody listens on.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
