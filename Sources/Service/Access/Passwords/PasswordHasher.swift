import Crypto
import Dispatch
import Synchronization

/// Hashes and checks passwords on threads of its own, a few at once: each takes 32 MiB of memory and a tenth of a second
/// of a core, and however many sign in together must exhaust neither, nor hold up the cooperative pool.
public final class PasswordHasher: Sendable {
    private typealias Places = WorkPlaces<CheckedContinuation<Bool, Never>>

    /// What new hashes are made with.
    public let parameters: ScryptParameters
    private let places: Mutex<Places>
    /// What a password is checked against where there is no such login: it fits none.
    private let decoy: PasswordHash

    /// - Parameters:
    ///   - atOnce: how many are derived at once.
    ///   - waiting: how many more may wait; whoever comes then is refused with `busy`.
    public init(parameters: ScryptParameters = .standard, atOnce: Int = 2, waiting: Int = 64) {
        self.parameters = parameters
        places = Mutex(Places(places: atOnce, maximumWaiting: waiting))
        decoy = PasswordHash(
            parameters: parameters, salt: Array(repeating: 0, count: PasswordHash.saltLength),
            hash: Array(repeating: 0, count: PasswordHash.hashLength))
    }

    /// The hash of a password, under a new random salt.
    public func hash(_ password: Password) async throws(PasswordError) -> PasswordHash {
        guard password.isPossible else { throw .underivable }
        let salt = SymmetricKey(size: .init(bitCount: PasswordHash.saltLength * 8)).withUnsafeBytes { Array($0) }
        let hash = try await work { [parameters] in
            Result { () throws(PasswordError) in
                try parameters.derive(password.bytes, salt: salt, count: PasswordHash.hashLength)
            }
        }
        return PasswordHash(parameters: parameters, salt: salt, hash: hash)
    }

    /// Whether `password` is the one that was hashed.
    ///
    /// Where there is no such login, or it has no password, pass nil: that takes as long, so that nobody learns from the
    /// time which logins exist. The answer is then false.
    public func verify(_ password: Password, against hash: PasswordHash?) async throws(PasswordError) -> Bool {
        let possible = password.isPossible
        let bytes = possible ? password.bytes : [0]
        let known = hash ?? decoy
        let fits = try await work { Result { () throws(PasswordError) in try known.fits(bytes) } }
        return fits && possible && hash != nil
    }

    /// How many are being derived and how many wait: for metrics and tests.
    public var load: (working: Int, waiting: Int) { places.withLock { ($0.working, $0.waiting) } }

    /// Does something on a thread of the hasher's, once there is a place.
    func work<Value: Sendable>(
        _ body: @escaping @Sendable () -> Result<Value, PasswordError>
    ) async throws(PasswordError) -> Value {
        try await enter()
        defer { places.withLock { $0.giveBack() }?.resume(returning: true) }
        let result: Result<Value, PasswordError> = await withCheckedContinuation { continuation in
            // A serial queue of its own gets a thread of its own. Concurrent queues share their threads, as many as there
            // are cores, with the cooperative pool, which would stand still meanwhile.
            DispatchQueue(label: "waymark.password").async { continuation.resume(returning: body()) }
        }
        return try result.get()
    }

    private func enter() async throws(PasswordError) {
        let ticket = places.withLock { $0.nextTicket() }
        let refusal = Mutex<PasswordError?>(nil)
        let entered = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now: Bool? = places.withLock { places in
                    // The handler may have run before there was anything to take out of the queue.
                    if Task.isCancelled { return false }
                    switch places.request() {
                    case .begin: return true
                    case .wait:
                        places.enqueue(continuation, ticket: ticket)
                        return nil
                    case .leave:
                        refusal.withLock { $0 = .busy }
                        return false
                    }
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            places.withLock { $0.cancel(ticket: ticket) }?.resume(returning: false)
        }
        guard entered else { throw refusal.withLock { $0 } ?? .cancelled }
    }
}
