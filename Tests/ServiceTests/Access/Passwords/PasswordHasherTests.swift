import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Service

@Suite("Hashing passwords")
struct PasswordHasherTests {
    /// Quick ones: the standard ones take a tenth of a second and more.
    private static func quick() throws -> ScryptParameters {
        try #require(ScryptParameters(logRounds: 4, blockSize: 8, parallelism: 1))
    }

    @Test("a password fits its own hash and no other does")
    func fits() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick())
        let hash = try await hasher.hash(Password("some longer words"))
        #expect(try await hasher.verify(Password("some longer words"), against: hash))
        #expect(try await !hasher.verify(Password("some longer word"), against: hash))
        #expect(try await !hasher.verify(Password("Some longer words"), against: hash))
        #expect(hash.salt.count == 16 && hash.hash.count == 32 && !hash.needsRehash(hasher.parameters))
    }

    @Test("the standard parameters make and check a hash")
    func standard() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash(Password("some longer words"))
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(try await hasher.verify(Password("some longer words"), against: PasswordHash(text: hash.text)))
        #expect(!hash.needsRehash())
    }

    @Test("each hash has a salt of its own")
    func salts() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick())
        var seen: Set<[UInt8]> = []
        for _ in 0..<20 { seen.insert(try await hasher.hash(Password("some longer words")).salt) }
        #expect(seen.count == 20)
    }

    @Test("the same characters are the same password however they are composed")
    func normal() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick())
        let hash = try await hasher.hash(Password("caf\u{E9} cr\u{E8}me br\u{FB}l\u{E9}e"))
        #expect(try await hasher.verify(Password("cafe\u{301} cre\u{300}me bru\u{302}le\u{301}e"), against: hash))
        // Form C only: a ligature is not its letters.
        #expect(Password("\u{FB01}sh").bytes != Password("fish").bytes)
    }

    @Test("no password fits where there is none, and the empty and the endless fit nothing")
    func nothing() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick())
        let hash = try await hasher.hash(Password("some longer words"))
        #expect(try await !hasher.verify(Password("some longer words"), against: nil))
        #expect(try await !hasher.verify(Password(""), against: hash))
        #expect(try await !hasher.verify(Password(""), against: nil))
        #expect(try await !hasher.verify(Password(String(repeating: "a", count: 257)), against: hash))
        await #expect(throws: PasswordError.underivable) { try await hasher.hash(Password("")) }
        // What stands in for an impossible password must not become one.
        let zero = PasswordHash(
            parameters: try Self.quick(), salt: [1, 2], hash: try Self.quick().derive([0], salt: [1, 2], count: 32))
        #expect(try await !hasher.verify(Password(""), against: zero))
    }

    @Test("a login that does not exist takes as long as one that does")
    func decoy() async throws {
        let parameters = try #require(ScryptParameters(logRounds: 13, blockSize: 8, parallelism: 1))
        let hasher = PasswordHasher(parameters: parameters)
        let hash = try await hasher.hash(Password("some longer words"))
        func best(_ hash: PasswordHash?) async throws -> Duration {
            var times: [Duration] = []
            for _ in 0..<5 {
                let begin = ContinuousClock.now
                _ = try await hasher.verify(Password("other longer words"), against: hash)
                times.append(ContinuousClock.now - begin)
            }
            return try #require(times.min())
        }
        let (known, unknown) = (try await best(hash), try await best(nil))
        // A shortcut would take a thousandth; the machine's other work may prolong either.
        #expect(unknown > known / 20)
    }

    @Test("no more are at work than may be, and who comes when the queue is full is refused")
    func bounded() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick(), atOnce: 2, waiting: 3)
        // Whoever works gives up later than the other tests of a run may keep this one waiting.
        let door = DispatchSemaphore(value: 0)
        let working = (0..<2).map { _ in
            Task {
                try await hasher.work {
                    Result<Bool, PasswordError>.success(door.wait(timeout: .now() + 900) == .success)
                }
            }
        }
        try await becomes { hasher.load == (2, 0) }
        let waiting = (0..<3).map { _ in Task { try await hasher.hash(Password("some longer words")) } }
        try await becomes { hasher.load == (2, 3) }
        for _ in 0..<5 {
            await #expect(throws: PasswordError.busy) { try await hasher.hash(Password("some longer words")) }
        }
        #expect(hasher.load == (2, 3))
        for task in working {
            door.signal()
            #expect(try await task.value)
        }
        for task in waiting { _ = try await task.value }
        #expect(hasher.load == (0, 0))
    }

    @Test("however many passwords keep every core busy, other tasks go on")
    func offThePool() async throws {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let hasher = PasswordHasher(parameters: try Self.quick(), atOnce: cores * 2)
        let over = Over()
        let busy = (0..<cores * 2).map { _ in
            Task {
                try await hasher.work {
                    let limit = ContinuousClock.now + .seconds(120)
                    while !over.flag.load(ordering: .relaxed), ContinuousClock.now < limit {}
                    return Result<Bool, PasswordError>.success(ContinuousClock.now < limit)
                }
            }
        }
        try await becomes { hasher.load.working == cores * 2 }
        for _ in 0..<20 { try await Task.sleep(for: .milliseconds(5)) }
        over.flag.store(true, ordering: .relaxed)
        for task in busy { #expect(try await task.value, "the pool stood still until the work was over") }
    }

    @Test("who goes away leaves the queue, and the others get their turn")
    func cancelled() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick(), atOnce: 1, waiting: 10)
        // Whoever works stays at it until the door opens, so that the others surely wait.
        let door = DispatchSemaphore(value: 0)
        let first = Task {
            try await hasher.work { Result<Bool, PasswordError>.success(door.wait(timeout: .now() + 900) == .success) }
        }
        try await becomes { hasher.load == (1, 0) }
        let second = Task { try await hasher.hash(Password("some longer words")) }
        try await becomes { hasher.load == (1, 1) }
        let third = Task { try await hasher.hash(Password("some longer words")) }
        try await becomes { hasher.load == (1, 2) }
        second.cancel()
        await #expect(throws: PasswordError.cancelled) { try await second.value }
        #expect(hasher.load == (1, 1))
        door.signal()
        #expect(try await first.value)
        _ = try await third.value
        #expect(hasher.load == (0, 0))
    }

    @Test("who has gone before the beginning does not begin")
    func goneBefore() async throws {
        let hasher = PasswordHasher(parameters: try Self.quick())
        let gone = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await hasher.hash(Password("some longer words"))
        }
        await #expect(throws: PasswordError.cancelled) { try await gone.value }
        #expect(hasher.load == (0, 0))
    }

    /// Waits until `condition` holds, for a minute at most.
    private func becomes(_ condition: () -> Bool) async throws {
        for _ in 0..<6000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        try #require(condition())
    }
}

/// Tells busy threads that they may stop.
private final class Over: Sendable {
    let flag = Atomic(false)
}
