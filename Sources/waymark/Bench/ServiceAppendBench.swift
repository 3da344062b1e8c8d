import EventLog
import Foundation
import LearningRecord
import LibPQ
import Service
import Synchronization

/// Appends over HTTP: 64 clients of one district, an event each, every answer after its commit is on disk. Beside them
/// one connection that appends event after event, and empty durable commits of pgbench.
struct ServiceAppendBench {
    let database: BenchDatabase
    let rounds: Int
    private static let clients = 64
    private static let seconds = 4.0

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await database.admin.run { try $0.script("create table bench_commit (x int)") }
        let service = try ServiceProcess.start(over: database)
        defer { service.end() }
        let token = try await TokenStore(log: database.log).create(
            named: "bench", scopes: [.appendEvents], lifetime: .seconds(86_400)
        ).text
        var source = BenchEvents(learners: 2_000, seed: 3)
        var (rates, alone, slowest, commits): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for round in 0...rounds {
            progress("appends over HTTP, round \(round) of \(rounds)")
            let (rate, p99) = try await overHTTP(source.next(120_000), token, service.port)
            let single = try await single(source.next(20_000))
            let commit = try await Peer.pgbench(
                script: "insert into bench_commit values (1);", clients: 1, seconds: Int(Self.seconds),
                environment: database.environment)
            if round == 0 { continue }
            rates.append(rate)
            alone.append(single)
            slowest.append(p99 * 1_000)
            commits.append(1_000_000 / commit)
        }
        return [
            Measurement(
                what: "appends over HTTP, \(Self.clients) clients, an event each",
                comparedWith: "one-event transactions of one connection", unit: "events/s", product: rates,
                other: alone,
                bar: 20),
            Measurement(
                what: "an empty durable commit, five times", comparedWith: "of 100 appends over HTTP the slowest",
                unit: "µs", product: commits.map { $0 * 5 }, other: slowest, bar: 1),
            Measurement(
                what: "memory of the service, at most", comparedWith: "an absolute bar", unit: "MB",
                product: [service.peakMegabytes], other: [], bar: 200),
        ]
    }

    /// Events a second, and of 100 the slowest in milliseconds.
    private func overHTTP(_ events: [LearningEvent], _ token: String, _ port: UInt16) async throws -> (Double, Double) {
        let requests = events.map { event in
            HTTPSource.request("POST", "/api/v1/events", token: token, body: JSONWriter.bytes(.object(event.json)))
        }
        let results = Mutex<(times: [Double], failure: (any Error)?)>(([], nil))
        let begin = ContinuousClock.now
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let left = Mutex(Self.clients)
            for client in 0..<Self.clients {
                Thread.detachNewThread {
                    do {
                        let times = try Self.send(requests, from: client, until: begin + .seconds(Self.seconds), port)
                        results.withLock { $0.times += times }
                    } catch {
                        results.withLock { $0.failure = error }
                    }
                    if left.withLock({
                        $0 -= 1; return $0 == 0
                    }) {
                        done.resume()
                    }
                }
            }
        }
        let took = begin.duration(to: .now).inSeconds
        if let failure = results.withLock(\.failure) { throw failure }
        let times = results.withLock { $0.times.sorted() }
        guard times.count > 100 else { throw Failure("too few appends were answered") }
        return (Double(times.count) / took, times[times.count * 99 / 100] * 1_000)
    }

    private static func send(
        _ requests: [[UInt8]], from client: Int, until end: ContinuousClock.Instant, _ port: UInt16
    ) throws -> [Double] {
        let source = try HTTPSource(port: port)
        var times: [Double] = []
        for index in stride(from: client, to: requests.count, by: clients) where ContinuousClock.now < end {
            let start = ContinuousClock.now
            let answer = try source.send(requests[index])
            guard answer.status == 201 else {
                throw Failure(
                    "an append was answered \(answer.status)", details: String(decoding: answer.body, as: UTF8.self))
            }
            times.append(start.duration(to: .now).inSeconds)
        }
        return times
    }

    private func single(_ events: [LearningEvent]) async throws -> Double {
        let end = ContinuousClock.now + .seconds(Self.seconds)
        var done = 0
        let seconds = try await ContinuousClock().seconds {
            for event in events where ContinuousClock.now < end {
                _ = try await database.log.append([event])
                done += 1
            }
        }
        return Double(done) / seconds
    }
}
