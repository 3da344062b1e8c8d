/// How long one wait for the server may last, and what becomes of a cancelled statement.
struct Patience: ~Copyable {
    private let answerLimit: Duration?
    private var lastSign: ContinuousClock.Instant?
    private var request: CancelRequest?
    private var cancelStart: ContinuousClock.Instant?

    /// How long a cancelled statement may still take before the connection is given up.
    private static let cancelGrace = Duration.seconds(10)
    /// A request that arrives before its statement is ignored by the server, so it is repeated.
    private static let cancelInterval = Duration.milliseconds(100)

    init(answerLimit: Duration?) {
        self.answerLimit = answerLimit
        if answerLimit != nil { lastSign = .now }
    }

    /// How long to wait for the answer; nil for ever, nothing left when the server was silent for too long.
    func waiting() -> Duration? {
        guard let answerLimit, let lastSign else { return nil }
        return answerLimit - lastSign.duration(to: .now)
    }

    /// Asks the server to cancel, again from time to time; how long to wait before asking again.
    mutating func cancelling(_ connection: OpaquePointer) -> Duration {
        let start = cancelStart ?? .now
        cancelStart = start
        if request?.isDone ?? true { request = CancelRequest(connection, interval: Self.cancelInterval) }
        return min(Self.cancelGrace - start.duration(to: .now), Self.cancelInterval)
    }

    /// The server took or sent something.
    mutating func noteSign() {
        if answerLimit != nil { lastSign = .now }
    }

    /// Waits for the end of a request under way, so that it cannot hit a later statement; false when it does not end.
    func finish() -> Bool {
        request?.finish(atMost: Self.cancelGrace) ?? true
    }

    /// What the server did not do in time.
    var complaint: String {
        if cancelStart != nil { return "it did not end a cancelled statement within \(Self.cancelGrace)" }
        return "it was silent for \(answerLimit ?? .zero)"
    }
}
