import EventLog
import Foundation
import LearningRecord
import LibPQ

/// One event a call: 32 callers through the grouping writer and one caller alone, beside durable commits of pgbench and
/// message-db's `write_message`.
struct SingleAppendBench {
    let database: BenchDatabase
    let rounds: Int
    /// A checkout of message-db, where there is one.
    let messageDB: String?
    private static let seconds = 4
    private static let commit = "insert into bench_commit values (1);"

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await database.admin.run { try $0.script("create table bench_commit (x int)") }
        if let messageDB { try await install(messageDB) }
        var grouped: [Double] = []
        var commits32: [Double] = []
        var messages: [Double] = []
        var single: [Double] = []
        var commits1: [Double] = []
        var source = BenchEvents(learners: 2_000, seed: 3)
        for round in 0...rounds {
            progress("one event a call, round \(round) of \(rounds)")
            let rates = (
                grouped: try await rate(callers: 32, from: &source),
                commits32: try await pgbench(Self.commit, clients: 32),
                messages: messageDB == nil ? nil : try await writeMessages(round: round),
                single: try await rate(callers: 1, from: &source),
                commits1: try await pgbench(Self.commit, clients: 1)
            )
            if round == 0 { continue }
            grouped.append(rates.grouped)
            commits32.append(rates.commits32)
            if let rate = rates.messages { messages.append(rate) }
            single.append(rates.single)
            commits1.append(rates.commits1)
        }
        var measurements = [
            Measurement(
                what: "one event a call, 32 callers of one district",
                comparedWith: "empty durable commits of 32 pgbench clients", unit: "events/s", product: grouped,
                other: commits32, bar: 1),
            Measurement(
                what: "one event, one caller", comparedWith: "empty durable commits of one pgbench client",
                unit: "events/s", product: single, other: commits1, bar: 0.65),
        ]
        if !messages.isEmpty {
            measurements.append(
                Measurement(
                    what: "one event a call, 32 callers of one district",
                    comparedWith: "message-db write_message, 32 clients, one category", unit: "events/s",
                    product: grouped, other: messages, bar: 12))
        }
        return measurements
    }

    /// Acknowledged events a second.
    private func rate(callers: Int, from source: inout BenchEvents) async throws -> Double {
        let events = source.next(60_000)
        let log = database.log
        let writer = GroupingWriter(log: log)
        let clock = ContinuousClock()
        let start = clock.now
        let deadline = start + .seconds(Self.seconds)
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<callers {
                let mine = stride(from: caller, to: events.count, by: callers).map { events[$0] }
                group.addTask {
                    var done = 0
                    for event in mine {
                        guard clock.now < deadline else { break }
                        if callers == 1 {
                            _ = try await log.append([event])
                        } else {
                            _ = try await writer.append([event])
                        }
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        let duration = clock.now - start
        return Double(done)
            / (Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18)
    }

    private func pgbench(_ script: String, clients: Int) async throws -> Double {
        try await Peer.pgbench(
            script: script, clients: clients, seconds: Self.seconds, environment: database.environment)
    }

    private func writeMessages(round: Int) async throws -> Double {
        var environment = database.environment
        environment["PGDATABASE"] = "message_store"
        environment["PGOPTIONS"] = "-c search_path=message_store"
        let words = String(repeating: "x", count: 300)
        return try await Peer.pgbench(
            script: """
                \\set learner random(1, 2000)
                select message_store.write_message(gen_random_uuid()::text, 'learner-' || :learner, 'Attempted',
                    '{"competency": 137, "level": 3, "narrative": "\(words)"}'::jsonb);
                """,
            clients: 32, seconds: Self.seconds, environment: environment)
    }

    /// Installs message-db into its own database, anew each time.
    private func install(_ checkout: String) async throws {
        var environment = database.environment
        environment["PGDATABASE"] = "postgres"
        _ = try await OtherProgram.run(
            "psql", ["-qc", "drop database if exists message_store with (force)"], environment: environment)
        environment["DATABASE_NAME"] = "message_store"
        _ = try await OtherProgram.run("bash", ["\(checkout)/database/install.sh"], environment: environment)
    }
}
