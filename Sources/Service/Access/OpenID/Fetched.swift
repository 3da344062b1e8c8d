/// Something of the provider's that is fetched when needed and kept for a while. Whoever needs it while it is being
/// fetched waits for that one fetch.
actor Fetched<Value: Sendable> {
    private let limits: OpenIDLimits
    private let clock: OpenIDClock
    private let fetch: @Sendable () async throws(OpenIDError) -> Value
    private var kept: (value: Value, since: ContinuousClock.Instant)?
    private var begun: ContinuousClock.Instant?
    private var underWay: Task<Result<Value, OpenIDError>, Never>?

    init(
        limits: OpenIDLimits, clock: OpenIDClock, fetch: @escaping @Sendable () async throws(OpenIDError) -> Value
    ) {
        self.limits = limits
        self.clock = clock
        self.fetch = fetch
    }

    /// What is kept, if it is not too old; else a new one.
    ///
    /// When fetching fails, an old one is not used: its keys may have been withdrawn.
    func current() async throws(OpenIDError) -> Value {
        if let kept, kept.since.duration(to: clock.instant()) < limits.lifetime { return kept.value }
        return try await renew()
    }

    /// A new one; nil when the last fetch is so short a time ago that there is no sense in another.
    func renewed() async throws(OpenIDError) -> Value? {
        if underWay == nil, let begun, begun.duration(to: clock.instant()) < limits.refreshInterval { return nil }
        return try await renew()
    }

    private func renew() async throws(OpenIDError) -> Value {
        if let underWay { return try await underWay.value.get() }
        begun = clock.instant()
        // A task of its own: when who asked first goes away, the others still wait for it.
        let task = Task { () async -> Result<Value, OpenIDError> in
            do throws(OpenIDError) {
                return .success(try await fetch())
            } catch {
                return .failure(error)
            }
        }
        underWay = task
        let result = await task.value
        underWay = nil
        let value = try result.get()
        kept = (value, clock.instant())
        return value
    }
}
