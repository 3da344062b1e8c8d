import Foundation
import Synchronization

/// Clients of a service, each with a thread, a connection and a pace of its own.
struct ServiceClients {
    /// A client.
    struct Client: Sendable {
        /// What its times are of.
        let kind: String
        /// Requests a second.
        let rate: Double
        /// One request, or a few that belong together: answers the milliseconds that count.
        let once: @Sendable (HTTPSource) throws -> Double
    }

    let port: UInt16
    let clients: [Client]

    /// Lets all of them work for a while.
    /// - Returns: the times of each kind, ascending.
    func run(for duration: Duration) async throws -> [String: [Double]] {
        let outcome = Mutex<(times: [String: [Double]], failure: (any Error)?)>(([:], nil))
        let left = Mutex(clients.count)
        let end = ContinuousClock.now + duration
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            for client in clients {
                Thread.detachNewThread {
                    do {
                        let times = try Self.work(client, until: end, port)
                        outcome.withLock { $0.times[client.kind, default: []] += times }
                    } catch {
                        outcome.withLock { $0.failure = error }
                    }
                    let isLast = left.withLock {
                        $0 -= 1
                        return $0 == 0
                    }
                    if isLast { done.resume() }
                }
            }
        }
        if let failure = outcome.withLock(\.failure) { throw failure }
        return outcome.withLock { $0.times.mapValues { $0.sorted() } }
    }

    private static func work(_ client: Client, until end: ContinuousClock.Instant, _ port: UInt16) throws -> [Double] {
        let source = try HTTPSource(port: port)
        let pause = Duration.seconds(1 / client.rate)
        // Not all at once.
        var next = ContinuousClock.now + pause * Double.random(in: 0..<1)
        var times: [Double] = []
        // Who comes late does not make up for it when it is over.
        while next < end, .now < end {
            let wait = ContinuousClock.now.duration(to: next).inSeconds
            if wait > 0 { Thread.sleep(forTimeInterval: wait) }
            times.append(try client.once(source))
            next += pause
        }
        return times
    }
}

extension HTTPSource {
    /// Sends a request whose answer must have a status, and notes how long it took.
    func timed(_ request: [UInt8], wanting status: Int) throws -> (answer: Answer, milliseconds: Double) {
        let start = ContinuousClock.now
        let answer = try send(request)
        let milliseconds = start.duration(to: .now).inSeconds * 1_000
        guard answer.status == status else {
            throw Failure(
                "the service answered \(answer.status) and not \(status)",
                details: String(decoding: request.prefix(200), as: UTF8.self) + "\n"
                    + String(decoding: answer.body.prefix(2_000), as: UTF8.self))
        }
        return (answer, milliseconds)
    }
}
