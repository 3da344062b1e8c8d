import HTTPTypes
import Hummingbird
import NIOCore

/// An event of an answer that goes on.
struct ServerSentEvent: Sendable {
    let name: String
    /// Without line breaks.
    let data: String
    /// What the client sends as `Last-Event-ID` when it comes again after a loss.
    let id: String

    fileprivate var text: String { "id: \(id)\nevent: \(name)\ndata: \(data)\n\n" }
}

/// An answer that goes on (HTML Living Standard, section 9.2 "Server-sent events"): its events are sent as they come, and
/// a comment every few seconds shows that both sides are there. Nothing is read ahead of a client that takes its time.
struct ServerSentEvents<State: Sendable>: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let hints: AsyncStream<LogHub.Hint>
    private let start: State
    private let more: @Sendable (inout State) async throws -> [ServerSentEvent]

    /// An answer.
    /// - Parameters:
    ///   - hints: that there may be something; when they end, the answer ends.
    ///   - more: the events that come next; none where there is nothing now.
    static func response(
        hints: AsyncStream<LogHub.Hint>, from start: State,
        more: @escaping @Sendable (inout State) async throws -> [ServerSentEvent]
    ) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .xAccelBuffering: "no"],
            body: ResponseBody(asyncSequence: ServerSentEvents(hints: hints, start: start, more: more)))
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(hints: hints.makeAsyncIterator(), state: start, more: more)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var hints: AsyncStream<LogHub.Hint>.Iterator
        fileprivate var state: State
        fileprivate let more: @Sendable (inout State) async throws -> [ServerSentEvent]
        fileprivate var isOpen = false
        fileprivate var isBeat = false

        mutating func next() async throws -> ByteBuffer? {
            try await next(isolation: nil)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ByteBuffer? {
            guard isOpen else {
                isOpen = true
                // Who connects again after a loss waits this long.
                return ByteBuffer(string: "retry: 2000\n\n")
            }
            while true {
                let events = try await more(&state)
                if !events.isEmpty { return ByteBuffer(string: events.map(\.text).joined()) }
                if isBeat {
                    isBeat = false
                    return ByteBuffer(string: ": here\n\n")
                }
                guard let hint = await hints.next(isolation: actor) else { return nil }
                isBeat = hint == .beat
            }
        }
    }
}

extension HTTPField.Name {
    // A token of RFC 9110, section 5.6.2, which is all that the initialiser asks for.
    /// Tells nginx to pass on what comes as it comes.
    static let xAccelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
