import LibPQ
import Synchronization
import Testing

@Suite struct AsyncCopyTests {
    private struct Stop: Error {}

    /// Chunks made when asked for, counted.
    private struct Chunks: AsyncSequence, Sendable {
        let count: Int
        let made: Counter
        var failsAt = Int.max

        struct Iterator: AsyncIteratorProtocol {
            let chunks: Chunks
            var index = 0

            mutating func next() async throws -> [UInt8]? {
                guard index < chunks.count else { return nil }
                if index == chunks.failsAt { throw Stop() }
                index += 1
                chunks.made.add()
                return Array("\(index)\t\(String(repeating: "x", count: 65_000))\n".utf8)
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(chunks: self) }
    }

    private final class Counter: Sendable {
        private let value = Atomic(0)
        func add() { value.add(1, ordering: .relaxed) }
        var count: Int { value.load(ordering: .relaxed) }
    }

    @Test func `a sequence of chunks goes in, and comes out as one`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8, b text)") }
            let made = Counter()
            #expect(try await connection.copyIn("copy t from stdin", from: Chunks(count: 100, made: made)) == 100)
            let (lines, largest) = try await connection.copyOut("copy t to stdout") { chunks in
                var (lines, largest) = (0, 0)
                for try await chunk in chunks {
                    lines += chunk.count { $0 == UInt8(ascii: "\n") }
                    largest = max(largest, chunk.count)
                }
                return (lines, largest)
            }
            #expect(lines == 100)
            #expect(largest < 200_000)
            #expect(try await connection.answers())
        }
    }

    @Test func `the producer waits for the server`() async throws {
        try await withDatabase { (options) async throws in
            let (connection, other) = (try await Connection.connect(options), try await Connection.connect(options))
            try await connection.run {
                try $0.script(
                    """
                    create table gate (open bool); insert into gate values (true);
                    create table t (a int8, b text);
                    create function hold() returns trigger language plpgsql as
                        'begin perform 1 from gate for update; return new; end';
                    create trigger hold before insert on t for each row execute function hold();
                    """)
            }
            let made = Counter()
            let locked = AsyncStream.makeStream(of: Void.self)
            // The gate is shut by a transaction that lasts until the producer has come to rest.
            async let held: Void = other.transaction { (session) throws in
                try session.execute("select * from gate for update")
                locked.continuation.finish()
                var before = -1
                while made.count != before || made.count == 0 {
                    before = made.count
                    try session.execute("select pg_sleep(0.5)")
                }
                // Some chunks fit the buffers of both ends; 2,000 are 130 MB.
                #expect(made.count < 300)
            }
            for await _ in locked.stream {}
            let copied = try await connection.copyIn("copy t from stdin", from: Chunks(count: 2000, made: made))
            try await held
            #expect(copied == 2000)
            await connection.close()
            await other.close()
        }
    }

    @Test func `the server waits for the consumer`() async throws {
        try await withDatabase { (options) async throws in
            let (connection, other) = (try await Connection.connect(options), try await Connection.connect(options))
            let pid = try await connection.run { $0.backendPID }
            try await connection.copyOut("copy (select repeat('x', 1000), generate_series(1, 100000000)) to stdout") {
                var iterator = $0.makeAsyncIterator()
                for _ in 0..<3 { #expect(try await iterator.next() != nil) }
                let waits = try await eventually {
                    try await other.run {
                        try $0.query("select wait_event from pg_stat_activity where pid = \(pid)")
                            .single(as: String?.self)
                    } == "ClientWrite"
                }
                #expect(waits)
            }
            #expect(try await connection.answers())
            await connection.close()
            await other.close()
        }
    }

    @Test func `a sequence that throws leaves no row, a body that throws ends the copy`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8, b text)") }
            await #expect(throws: Stop.self) {
                try await connection.copyIn("copy t from stdin", from: Chunks(count: 50, made: Counter(), failsAt: 20))
            }
            await #expect(throws: Stop.self) {
                try await connection.copyOut("copy (select generate_series(1, 100000000)) to stdout") { _ in
                    throw Stop()
                }
            }
            #expect(try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) } == 0)
        }
    }

    @Test func `an error of the server ends the copy`() async throws {
        try await withConnection { (connection) async throws in
            let error = await failure {
                try await connection.copyOut("copy (select 1 / (5 - n) from generate_series(1, 9) n) to stdout") {
                    chunks in
                    for try await _ in chunks {}
                }
            }
            #expect((error as? PostgresError)?.code == PostgresError.divisionByZero)
            let none = await failure {
                _ = try await connection.copyIn("copy none from stdin", from: Chunks(count: 1, made: Counter()))
            }
            #expect((none as? PostgresError)?.code == PostgresError.undefinedTable)
            #expect(try await connection.answers())
        }
    }

    @Test func `nothing else gets in between the steps of a copy`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.copyOut("copy (select 1) to stdout") { _ in
                let error = await failure { _ = try await connection.answers() }
                #expect((error as? PostgresError)?.kind == .usage)
            }
            #expect(try await connection.answers())
        }
    }

    @Test func `cancelling the task ends a copy in either direction`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8, b text)") }
            let made = Counter()
            let out = Task {
                try await connection.copyOut("copy (select generate_series(1, 1000000000)) to stdout") { chunks in
                    for try await _ in chunks { made.add() }
                }
            }
            #expect(try await eventually { made.count > 3 })
            out.cancel()
            await #expect(throws: CancellationError.self) { try await out.value }
            let madeIn = Counter()
            let into = Task {
                try await connection.copyIn("copy t from stdin", from: Chunks(count: .max, made: madeIn))
            }
            #expect(try await eventually { madeIn.count > 3 })
            into.cancel()
            await #expect(throws: CancellationError.self) { try await into.value }
            #expect(try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) } == 0)
        }
    }
}
