import Foundation
import LibPQ
import Synchronization

/// A gate before some tables of a database. While it is shut, whoever comes to write one of them waits, so that a test
/// stops a program at a place in its work, however fast or slow the machine is, instead of guessing when it gets there.
///
/// Locks of tables are granted in the order they were asked for, so whoever waits comes through before the gate that
/// shuts again behind it.
public final class Gate: Sendable {
    private let keeper: Connection
    private let keeperID: Int32
    private let watcher: Connection
    private let door = Door()
    private let keeping: Task<Void, any Error>

    /// A shut gate.
    ///
    /// - Parameters:
    ///   - database: Where.
    ///   - tables: The tables' names, none of them input.
    public init(_ database: TestDatabase, _ tables: String...) async throws {
        let locks = tables.map { SQL(unsafeRaw: "lock table \($0) in share mode") }
        watcher = try await Connection.connect(database.options)
        keeper = try await Connection.connect(database.options)
        keeperID = try await keeper.run { try $0.query("select pg_backend_pid()").single(as: Int32.self) }
        keeping = Task { [keeper, door] in
            try await keeper.run { session in
                repeat {
                    _ = try session.execute("begin")
                    for lock in locks { _ = try session.execute(lock) }
                    // Blocks this connection's own thread and no other.
                    door.shutUntilAsked()
                    _ = try session.execute("commit")
                } while !door.isOpen
            }
        }
        try await becomesShut(1)
    }

    /// Waits until somebody waits at the gate.
    ///
    /// - Parameter process: Who is waited for.
    /// - Returns: Whether somebody came before that process ended.
    public func visitor(of process: Int32) async throws -> Bool {
        while try await waiting().isEmpty {
            guard kill(process, 0) == 0 else { return false }
            try await Task.sleep(for: .milliseconds(2))
        }
        return true
    }

    /// Lets whoever waits through to the end of its transaction, and shuts again before the next one.
    ///
    /// - Parameter process: Who is waited for.
    /// - Returns: Whether somebody came before that process ended.
    public func pass(of process: Int32) async throws -> Bool {
        guard try await visitor(of: process) else { return false }
        let times = door.timesShut
        door.ask(toStayOpen: false)
        try await becomesShut(times + 1)
        return true
    }

    /// Opens, and waits until whoever waited at the gate, and was killed there, is gone from the server.
    ///
    /// - Parameter isAnybodyKilled: False where whoever waits lives, and is not waited for.
    public func open(isAnybodyKilled: Bool = true) async throws {
        let guests = isAnybodyKilled ? try await waiting() : []
        door.ask(toStayOpen: true)
        try await keeping.value
        while !guests.isEmpty, try await areThere(guests) { try await Task.sleep(for: .milliseconds(5)) }
        await keeper.close()
        await watcher.close()
    }

    private func becomesShut(_ times: Int) async throws {
        while door.timesShut < times { try await Task.sleep(for: .milliseconds(1)) }
    }

    private func areThere(_ processes: [Int32]) async throws -> Bool {
        try await watcher.run { session in
            try session.query("select exists (select from pg_stat_activity where pid = any(\(processes)))")
                .single(as: Bool.self)
        }
    }

    private func waiting() async throws -> [Int32] {
        try await watcher.run { [keeperID] session in
            try session.query(
                "select pid from pg_locks where not granted and \(keeperID) = any(pg_blocking_pids(pid))"
            ).column(as: Int32.self)
        }
    }
}

/// What the keeper of a gate and those who use it tell each other.
private final class Door: Sendable {
    private let asked = DispatchSemaphore(value: 0)
    private let state = Mutex((shut: 0, isOpen: false))

    var timesShut: Int { state.withLock { $0.shut } }
    var isOpen: Bool { state.withLock { $0.isOpen } }

    func shutUntilAsked() {
        state.withLock { $0.shut += 1 }
        asked.wait()
    }

    func ask(toStayOpen: Bool) {
        state.withLock { $0.isOpen = toStayOpen }
        asked.signal()
    }
}
