import LibPQ
import Testing

@Suite struct ListenerTests {
    @Test func `notifications come in order, with channel, payload and sender`() async throws {
        try await withDatabase { (options) async throws in
            let sender = try await Connection.connect(options)
            let channel = "Odd \"channel\""
            var notifications = Listener(options, [channel, "plain"]).makeAsyncIterator()
            try await notifications.start()
            let pid = try await sender.transaction { (session) throws in
                for index in 0..<100 { try session.execute("select pg_notify(\(channel), \("\(index)"))") }
                try session.script("notify plain; notify other, 'unheard'")
                return session.backendPID
            }
            for index in 0..<100 {
                let next = try await notifications.next()
                #expect(next == .init(channel: channel, payload: "\(index)", backendPID: pid))
            }
            #expect(try await notifications.next()?.channel == "plain")
            #expect(try await notifications.next(within: .milliseconds(50)) == nil)
            await sender.close()
        }
    }

    @Test func `waiting ends when the task is cancelled`() async throws {
        try await withDatabase { (options) async throws in
            let task = Task { for try await _ in Listener(options, ["quiet"]) {} }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            let start = ContinuousClock.now
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(start.duration(to: .now) < .seconds(2))
        }
    }

    @Test func `a lost connection ends the iteration with an error`() async throws {
        try await withDatabase { (options) async throws in
            let killer = try await Connection.connect(options.with(keyword: "application_name", "killer"))
            let task = Task { for try await _ in Listener(options, ["quiet"]) {} }
            let killed = try await eventually {
                try await killer.run {
                    try $0.query(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and query like 'listen%'
                        """
                    ).count
                } == 1
            }
            #expect(killed)
            let error = await failure { try await task.value }
            #expect((error as? PostgresError)?.kind == .connection)
            await killer.close()
        }
    }
}
