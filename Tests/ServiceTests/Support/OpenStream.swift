import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

/// An answer of the service that goes on, as its client has it.
final class OpenStream: Sendable {
    private struct State {
        var text = ""
        var end: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let reading = Mutex<Task<Void, Never>?>(nil)

    /// Opens it, and waits until it has begun.
    init(_ service: RunningService, _ path: String, as caller: Caller) async throws {
        var request = HTTPClientRequest(url: service.url + path)
        for (name, value) in caller.headers { request.headers.add(name: name, value: value) }
        let response = try await RunningService.client.execute(request, timeout: .seconds(60))
        try #require(response.status == .ok)
        try #require(response.headers.first(name: "Content-Type") == "text/event-stream")
        let task = Task {
            // How it ended is the same for a client: it comes again, and is told why not.
            do { for try await part in response.body { state.withLock { $0.text += String(buffer: part) } } } catch {}
            state.withLock { $0.end = .now }
        }
        reading.withLock { $0 = task }
        #expect(try await waitFor(.seconds(10)) { self.text.contains("retry:") })
    }

    deinit { reading.withLock { $0?.cancel() } }

    /// What came so far.
    var text: String { state.withLock(\.text) }
    /// Whether it goes on.
    var isOpen: Bool { state.withLock { $0.end == nil } }

    /// Waits for its end.
    /// - Returns: how long it took from `start`; `nil` when it goes on after `limit`.
    func end(after start: ContinuousClock.Instant, within limit: Duration) async throws -> Duration? {
        _ = try await waitFor(limit) { !self.isOpen }
        return state.withLock { $0.end.map { start.duration(to: $0) } }
    }

    /// Waits until something is so, and answers whether it became so.
    private func waitFor(_ limit: Duration, _ condition: () -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while !condition(), .now < deadline { try await Task.sleep(for: .milliseconds(10)) }
        return condition()
    }

    /// Waits until a text came.
    func has(_ part: String, within limit: Duration = .seconds(10)) async throws -> Bool {
        try await waitFor(limit) { self.text.contains(part) }
    }
}
