import Foundation
import LibPQ
import Testing

@Suite(.enabled(if: Server.isPresent, "WAYMARK_TEST_SOCKET names no server")) struct ConnectionTests {
    @Test func `a value comes back as it was bound`() async throws {
        let connection = try await Connection.connect(Server.options)
        let id = UUID()
        for _ in 0..<4 {
            let (number, text, uuid, list, bytes) = try await connection.run { session in
                let row = try session.query(
                    "select \(42) as number, \("ö'$1") as text, \(id) as id, \([1, nil, 3] as [Int32?]) as list, \([1, 2, 255] as [UInt8]) as bytes"
                )[0]
                return (
                    try row["number", as: Int.self], try row["text", as: String.self], try row["id", as: UUID.self],
                    try row["list", as: [Int32?].self], try row["bytes", as: [UInt8].self]
                )
            }
            #expect(number == 42)
            #expect(text == "ö'$1")
            #expect(uuid == id)
            #expect(list == [1, nil, 3])
            #expect(bytes == [1, 2, 255])
        }
        await connection.close()
        await #expect(throws: PostgresError.self) { try await connection.run { try $0.execute("select 1") } }
    }

    @Test func `copy in and out`() async throws {
        let connection = try await Connection.connect(Server.options)
        let sum = try await connection.run { session in
            try session.script("create temp table t (a int8, b text, c uuid)")
            let rows = try session.copyIn("copy t from stdin (format binary)") { copy in
                for index in 0..<100_000 {
                    try copy.row {
                        $0.append(index)
                        $0.append(index % 2 == 0 ? "even" : nil)
                        $0.append(UUID())
                    }
                }
            }
            #expect(rows == 100_000)
            var sum: Int64 = 0
            try session.copyRows("copy t to stdout (format binary)") { row in
                sum += try row.int64(at: 0)
                _ = try row.uuid(at: 2)
            }
            return sum
        }
        #expect(sum == 4_999_950_000)
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await connection.run { try $0.copyOut("copy t to stdout") { _ in throw Stop() } }
        }
        await #expect(throws: Stop.self) {
            try await connection.run { _ = try $0.copyIn("copy t from stdin") { _ in throw Stop() } }
        }
        let count = try await connection.read { try $0.query("select count(*) from t").single(as: Int.self) }
        #expect(count == 100_000)
    }

    @Test func `an error rolls back and names its code`() async throws {
        let connection = try await Connection.connect(Server.options)
        try await connection.run { try $0.script("create temp table u (a int primary key)") }
        do {
            try await connection.transaction { session in
                try session.execute("insert into u values (\(Int32(7)))")
                try session.execute("insert into u values (\(Int32(7)))")
            }
            Issue.record("no error")
        } catch PostgresError.uniqueViolation {}
        let count = try await connection.run { try $0.query("select count(*) from u").single(as: Int.self) }
        #expect(count == 0)
    }

    @Test func `cancelling the task cancels the statement`() async throws {
        let connection = try await Connection.connect(Server.options)
        let task = Task { try await connection.run { try $0.execute("select pg_sleep(30)") } }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(start.duration(to: .now) < .seconds(3))
        #expect(try await connection.run { try $0.query("select 1::int8").single(as: Int.self) } == 1)
    }

    @Test func `a pool serves many tasks`() async throws {
        let pool = Pool(Server.options, size: 4)
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<200 {
                group.addTask { try await pool.run { try $0.query("select \(index)").single(as: Int.self) } }
            }
            return try await group.reduce(0, +)
        }
        #expect(total == 19_900)
        #expect(pool.load.connections <= 4)
        await pool.close()
    }

    @Test func `a pipeline answers in order`() async throws {
        let connection = try await Connection.connect(Server.options)
        let values = try await connection.run { session in
            try session.pipeline((0..<50).map { "select \($0)" }).map { try $0.single(as: Int.self) }
        }
        #expect(values == Array(0..<50))
        await #expect(throws: PostgresError.self) {
            try await connection.run { _ = try $0.pipeline(["select 1", "select 1/0", "select 2"]) }
        }
        #expect(try await connection.run { try $0.query("select 1::int8").single(as: Int.self) } == 1)
    }
}
