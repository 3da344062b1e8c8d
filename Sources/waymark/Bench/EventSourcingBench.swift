import EventLog
import Foundation
import LearningRecord

/// 1,000 events a call, beside PyPI `eventsourcing` with its PostgreSQL recorder, 1,000 a call.
struct EventSourcingBench {
    let database: BenchDatabase
    let rounds: Int
    /// A Python that has `eventsourcing[postgres]` 9.5.
    let python: String
    private static let calls = 20

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        var source = BenchEvents(learners: 2_000, seed: 2)
        var product: [Double] = []
        var peer: [Double] = []
        for round in 0...rounds {
            progress("1,000 a call, round \(round) of \(rounds)")
            let calls = (0..<Self.calls).map { _ in source.next(1_000) }
            let seconds = try await ContinuousClock().seconds {
                for call in calls { _ = try await database.log.append(call) }
            }
            let text = try await OtherProgram.run(
                python, ["-c", Self.script, String(Self.calls)], environment: database.environment)
            guard let rate = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw Failure("the Python peer printed no rate")
            }
            if round == 0 { continue }
            product.append(Double(Self.calls * 1_000) / seconds)
            peer.append(rate)
        }
        return [
            Measurement(
                what: "1,000 events a call", comparedWith: "Python eventsourcing, 1,000 a call", unit: "events/s",
                product: product, other: peer, bar: 4)
        ]
    }

    private static let script = """
        import os, sys, time, uuid
        from eventsourcing.persistence import StoredEvent
        from eventsourcing.postgres import PostgresDatastore, PostgresApplicationRecorder
        store = PostgresDatastore(dbname=os.environ["PGDATABASE"], host=os.environ.get("PGHOST", ""),
                                  port=os.environ.get("PGPORT", "5432"), user=os.environ["PGUSER"], password="")
        recorder = PostgresApplicationRecorder(store, events_table_name="es_events")
        recorder.create_table()
        calls = int(sys.argv[1])
        words = b'{"competency": 137, "level": 3, "narrative": "' + b'x' * 300 + b'"}'
        learners = [uuid.uuid4() for _ in range(2000)]
        events = [StoredEvent(originator_id=learners[i % 2000], originator_version=i // 2000,
                              topic="lrs.events:Attempted", state=words) for i in range(calls * 1000)]
        start = time.perf_counter()
        for call in range(calls):
            recorder.insert_events(events[call * 1000:(call + 1) * 1000])
        print(len(events) / (time.perf_counter() - start))
        store.close()
        """
}
