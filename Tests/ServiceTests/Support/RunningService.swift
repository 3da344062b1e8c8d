import AsyncHTTPClient
import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import LibPQ
import Logging
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Service

/// A service that runs in this process, on a free port of the loopback, over a database of one test's own. Every answer
/// that a test gets is held against the OpenAPI document when the test has ended.
struct RunningService: Sendable {
    let store: Store
    let log: EventLog
    let database: TestDatabase
    let port: Int
    let folder: URL
    let parts: ServiceParts
    private let answers = RecordedAnswers()

    /// Runs a test with a service.
    /// - Parameters:
    ///   - name: what the district is called.
    ///   - follows: whether it brings the tables up to date.
    ///   - configure: changes the settings.
    static func with(
        district name: String = "Testville", follows: Bool = true,
        configure: (inout ServiceConfiguration) throws -> Void = { _ in },
        _ body: (RunningService) async throws -> Void
    ) async throws {
        try await withTestDatabase { database in
            let store = Store(
                pool: Pool(Store.options(database.options), size: 6), master: MasterKey(bytes: Array(0..<32)))
            let district = try await store.createDistrict(named: name)
            let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-service-\(UUID().uuidString)")
            var configuration = ServiceConfiguration()
            configuration.port = 0
            configuration.follows = follows
            configuration.importFolder = folder.path()
            // On a busy machine all takes long, and tests look at what they have just written.
            configuration.figurePatience = .seconds(600)
            try configure(&configuration)
            let service = WaymarkService(
                store: store, configuration: configuration, hints: Store.options(database.options),
                logger: logger)
            let (ports, told) = AsyncStream.makeStream(of: Int.self)
            let running = Task {
                defer { told.finish() }
                try await service.run { port in told.yield(port) }
            }
            var first = ports.makeAsyncIterator()
            let port = try #require(await first.next(), "the service did not start")
            let here = RunningService(
                store: store, log: store.log(of: district), database: database, port: port, folder: folder,
                parts: service.parts)
            do {
                try await body(here)
                try await here.checkAnswers()
            } catch {
                await here.end(running)
                throw error
            }
            await here.end(running)
        }
    }

    /// Says only what nobody should ever see. It keeps what is noted of a request, by which Hummingbird names requests.
    private static var logger: Logger {
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return logger
    }

    private func end(_ running: Task<Void, any Error>) async {
        running.cancel()
        _ = await running.result
        await store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    private init(
        store: Store, log: EventLog, database: TestDatabase, port: Int, folder: URL, parts: ServiceParts
    ) {
        (self.store, self.log, self.database, self.port, self.folder) = (store, log, database, port, folder)
        self.parts = parts
    }

    /// The same service, for another district of its database.
    init(_ other: RunningService, log: EventLog) {
        self.init(
            store: other.store, log: log, database: other.database, port: other.port, folder: other.folder,
            parts: other.parts)
    }

    /// Asks for no compression, so that tests see answers and their tags as they are. It lasts as long as the process.
    static let client = HTTPClient(eventLoopGroupProvider: .singleton)

    /// Where it answers.
    var url: String { "http://127.0.0.1:\(port)" }

    /// Holds all answers so far against the document.
    private func checkAnswers() async throws { try await AnswerCheck.check(answers.all) }

    /// Asks for something.
    func get(
        _ path: String, as caller: Caller, headers: [(String, String)] = []
    ) async throws -> Answer {
        try await send(.get, path, as: caller, headers: headers)
    }

    /// Sends something.
    func send(
        _ method: HTTPRequest.Method, _ path: String, as caller: Caller, headers: [(String, String)] = [],
        type: String? = nil, body: [UInt8]? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method.rawValue)
        for (name, value) in caller.headers + headers { request.headers.add(name: name, value: value) }
        if let type { request.headers.add(name: "Content-Type", value: type) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        let answer = Answer(
            method: method.rawValue, path: path, status: Int(response.status.code),
            headers: response.headers.map { ($0, $1) },
            body: Array((try await response.body.collect(upTo: 64 << 20)).readableBytesView))
        // The document is of what programs call.
        if path.hasPrefix("/api/") { answers.add(answer) }
        return answer
    }
}
