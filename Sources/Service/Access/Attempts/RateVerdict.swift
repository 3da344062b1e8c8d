/// Whether somebody may try now.
public enum RateVerdict: Hashable, Sendable {
    case allowed
    /// Not before this time has passed.
    case refused(retryAfter: Duration)

    /// Whole seconds to wait, rounded up, at least one: what the header `Retry-After` says (RFC 9110, section 10.2.3).
    public var retryAfterSeconds: Int? {
        guard case .refused(let wait) = self else { return nil }
        let (seconds, attoseconds) = wait.components
        return max(1, Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }
}
