import AsyncHTTPClient
import EventLog
import Foundation
import LearningRecord
import NIOCore
import NIOHTTP1
import TestSupport

/// `waymark serve` as a process of its own.
struct ServedProgram: Sendable {
    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let location: String?
        let body: [UInt8]

        func json() throws -> JSON { try JSONReader.read(body) }
    }

    let running: Running
    let port: Int
    /// Ends it with the tests, where a test ends before it does so itself.
    private let cleanUp: EndOfProcess

    /// Whoever has died is told of at once, and not tried again.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts it on a free port, and waits until it answers.
    init(_ program: Program) async throws {
        running = try await program.start(["serve", "--port", "0"])
        // Its number may be another program's by then.
        cleanUp = try EndOfProcess(
            run: "case $(readlink /proc/$1/exe) in */waymark) kill -9 $1;; esac", [String(running.processID)])
        let deadline = ContinuousClock.now + .seconds(60)
        let sign = "serving on http://127.0.0.1:"
        while !running.errorsSoFar.contains(sign), .now < deadline { try await Task.sleep(for: .milliseconds(20)) }
        guard let found = running.errorsSoFar.range(of: sign),
            let port = Int(running.errorsSoFar[found.upperBound...].prefix(while: \.isNumber))
        else { throw CancellationError() }
        self.port = port
    }

    /// Sends something.
    func send(
        _ method: HTTPMethod, _ path: String, token: String, type: String? = nil, key: String? = nil,
        body: [UInt8]? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let type { request.headers.add(name: "Content-Type", value: type) }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        return Answer(
            status: Int(response.status.code), location: response.headers.first(name: "Location"),
            body: Array(try await response.body.collect(upTo: 64 << 20).readableBytesView))
    }

    /// Appends events; answers their positions, or `nil` where it was not acknowledged.
    func append(_ events: [LearningEvent], token: String) async -> [Int64]? {
        let body = JSONWriter.bytes(.array(events.map { .object($0.json) }))
        guard
            let answer = try? await send(
                .POST, "/api/v1/events", token: token, type: "application/json", body: body),
            answer.status == 200 || answer.status == 201
        else { return nil }
        return try? answer.json()["positions"]?.array?.compactMap(\.integer)
    }

    /// Ends it in an orderly way.
    @discardableResult
    func end() async throws -> Program.Outcome {
        running.signal(SIGTERM)
        return try await running.outcome()
    }
}
