import EventLog
import Synchronization

/// Who asks, by what they show. What the database says of it is kept for a moment, so that a system that sends a thousand
/// requests a second costs no thousand questions; what was ended is let in that much longer on other nodes, and not at all
/// on the one where it was ended.
final class Principals: Sendable {
    /// How long an answer of the database is believed.
    static let moment = Duration.seconds(5)
    /// Answers kept, at the most.
    private static let capacity = 10_000

    private struct Known {
        let principal: Principal
        let until: ContinuousClock.Instant
    }

    private let store: Store
    private let districts: Districts
    private let known = Mutex<[Credentials: Known]>([:])

    init(store: Store, districts: Districts) {
        self.store = store
        self.districts = districts
    }

    /// Who shows this; `nil` where it lets nobody in.
    /// - Throws: `EventLogError`.
    func principal(_ credentials: Credentials) async throws -> Principal? {
        if let known = known.withLock({ $0[credentials] }), known.until > .now { return known.principal }
        let principal = try await lookUp(credentials, isUse: true)
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[credentials] = principal.map { Known(principal: $0, until: .now + Self.moment) }
        }
        return principal
    }

    /// Who shows this, by what the database says now; that it was asked is no use of a session.
    /// - Throws: `EventLogError`.
    func current(_ credentials: Credentials) async throws -> Principal? {
        try await lookUp(credentials, isUse: false)
    }

    private func lookUp(_ credentials: Credentials, isUse: Bool) async throws -> Principal? {
        guard let district = try await districts.district(credentials.tenant) else { return nil }
        let log = store.log(of: district)
        switch credentials.way {
        case .session: return try await SessionStore(log: log).principal(digest: credentials.digest, isUse: isUse)
        case .token:
            return try await TokenStore(log: log).token(digest: credentials.digest).map {
                Principal(district: district, identity: .token($0), grants: [])
            }
        }
    }

    /// Forgets what is kept: after a session, a token, an account or a grant was changed here.
    func forget() { known.withLock { $0.removeAll() } }
}
