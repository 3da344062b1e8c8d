import LearningRecord
import Synchronization

/// Events for some districts in turn, of learners who stand in each of them. One thread uses it at a time.
final class ServiceDayEvents: Sendable {
    private let tokens: [String]
    private let state: Mutex<(source: BenchEvents, turn: Int)>

    /// - Parameters:
    ///   - tokens: a token of each district.
    ///   - learners: how many of each district take part.
    ///   - seed: the same seed makes the same events.
    init(_ tokens: [String], learners: Int, seed: UInt64) {
        self.tokens = tokens
        state = Mutex((BenchEvents(learners: learners, seed: seed), Int(seed) % tokens.count))
    }

    /// The next events as a request, with whose the first is.
    func next(_ count: Int) -> (request: [UInt8], learner: LearnerID, token: String) {
        let (events, turn) = state.withLock { state in
            state.turn += 1
            return (state.source.next(count), state.turn)
        }
        let token = tokens[turn % tokens.count]
        return (Self.request(events, token), events[0].learner, token)
    }

    /// Sends an event of each learner to each district: on a school day hardly anybody is new.
    func bringPast(_ source: HTTPSource) throws {
        for token in tokens {
            let events = state.withLock { $0.source.oneOfEach() }
            for start in stride(from: 0, to: events.count, by: 100) {
                let part = Array(events[start..<min(start + 100, events.count)])
                _ = try source.timed(Self.request(part, token), wanting: 201)
            }
        }
    }

    private static func request(_ events: [LearningEvent], _ token: String) -> [UInt8] {
        let json = events.map { JSON.object($0.json) }
        let body = JSONWriter.bytes(json.count == 1 ? json[0] : .array(json))
        return HTTPSource.request("POST", "/api/v1/events", token: token, body: body)
    }
}
