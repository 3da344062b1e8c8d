import EventLog
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
///
/// It asks every few seconds whether the caller still may have it (``Gate/isStillOpen(_:)``), and ends when not: with the
/// session or the token, and with the right to what is told.
struct ServerSentEvents<State: Sendable>: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let hints: AsyncStream<LogHub.Hint>
    private let visit: Visit
    private let start: State
    private let more: @Sendable (inout State) async throws -> [ServerSentEvent]

    /// An answer, which follows the log of the caller's district.
    /// - Parameter more: the events that come next; none where there is nothing now. It is asked at once, and whenever
    ///   something may have come.
    static func response(
        to visit: Visit, from start: State,
        more: @escaping @Sendable (inout State) async throws -> [ServerSentEvent]
    ) throws(Problem) -> Response {
        let hints = visit.service.hub.hints(of: try visit.someone().district.tenant)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .xAccelBuffering: "no"],
            body: ResponseBody(
                asyncSequence: ServerSentEvents(hints: hints, visit: visit, start: start, more: more)))
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(hints: hints.makeAsyncIterator(), visit: visit, state: start, more: more)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var hints: AsyncStream<LogHub.Hint>.Iterator
        fileprivate let visit: Visit
        fileprivate var state: State
        fileprivate let more: @Sendable (inout State) async throws -> [ServerSentEvent]
        fileprivate var isOpen = false
        fileprivate var isBeat = false
        /// When it was last known that the caller may have it: the gate has just let them through.
        fileprivate var checked = ContinuousClock.now

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
                if isBeat || checked.duration(to: .now) >= visit.service.configuration.streamCheck {
                    guard try await Gate.isStillOpen(visit) else { return nil }
                    checked = .now
                }
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
