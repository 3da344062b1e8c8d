import EventLog
import LearningRecord
import LibPQ

/// 100,000 events through the bulk path, beside COPY of the same finished rows into a table of the same shape.
struct BulkAppendBench {
    let database: BenchDatabase
    let rounds: Int
    private static let count = 100_000
    /// All but the column that the server computes.
    private static let columns =
        "tenant, position, recorded_at, occurred_at, event_id, learner, kind, kind_version, asserted_role, level, code, "
        + "asserted_by, school, section, competency, about, item, more, words, leaf_hash"

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        let log = database.log
        var source = BenchEvents(learners: 20_000, seed: 1)
        try await makeTwin()
        var product: [Double] = []
        var copy: [Double] = []
        var bytes: [Double] = []
        // The first round warms caches and makes the learners' keys.
        for round in 0...rounds {
            progress("bulk append, round \(round) of \(rounds)")
            let events = source.next(Self.count)
            let before = try await log.head()
            let walBefore = try await walPosition()
            let seconds = try await ContinuousClock().seconds { _ = try await log.appendInBulk(events) }
            let wal = try await walPosition() - walBefore
            let rows = try await capture(after: before)
            let copySeconds = try await ContinuousClock().seconds {
                try await database.admin.run { session in
                    _ = try session.copyIn("copy bench.event (\(unsafeRaw: Self.columns)) from stdin (format binary)") {
                        try $0.writeBytes(rows)
                    }
                }
            }
            if round == 0 { continue }
            product.append(Double(Self.count) / seconds)
            copy.append(Double(Self.count) / copySeconds)
            bytes.append(Double(wal) / Double(Self.count))
        }
        return [
            Measurement(
                what: "100,000 events through the bulk path", comparedWith: "COPY of the same finished rows",
                unit: "events/s", product: product, other: copy, bar: 0.5),
            Measurement(
                what: "WAL an event, 300 bytes of words", comparedWith: "", unit: "bytes", product: bytes, other: [],
                bar: 850),
        ]
    }

    /// A table like the log's, partitions and indexes too, without its triggers.
    private func makeTwin() async throws {
        try await database.admin.run { session in
            try session.script(
                """
                create schema bench;
                create table bench.event (like log.event including all) partition by hash (tenant);
                do $$ begin
                    for remainder in 0..7 loop
                        execute format('create table bench.event_%s partition of bench.event'
                            || ' for values with (modulus 8, remainder %s)', remainder, remainder);
                    end loop;
                end $$
                """)
        }
    }

    private func walPosition() async throws -> Int64 {
        try await database.admin.run { session in
            try session.query("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::int8").single(as: Int64.self)
        }
    }

    private func capture(after position: Int64) async throws -> [UInt8] {
        try await database.admin.run { session in
            var bytes: [UInt8] = []
            // COPY takes no parameters; a number that this code spells is no input.
            let query = "select \(Self.columns) from log.event where position > \(position) order by position"
            try session.copyOut("copy (\(unsafeRaw: query)) to stdout (format binary)") { bytes.append(contentsOf: $0) }
            return bytes
        }
    }
}
