import EventLog
import Foundation
import LearningRecord

/// Who asks: somebody who signed in, or a system with a token. In one district, and in no other.
struct Principal: Sendable {
    /// What lets them in.
    enum Identity: Sendable {
        /// Somebody who signed in, by the session with this digest.
        case account(Account, session: [UInt8])
        /// A system.
        case token(ServiceToken)
    }

    let district: District
    let identity: Identity
    /// Parts that were granted. Those of the roster are asked for where they matter.
    let grants: [RoleGrant]

    var account: Account? { if case .account(let account, _) = identity { account } else { nil } }
    var token: ServiceToken? { if case .token(let token) = identity { token } else { nil } }

    /// For keys that are the principal's own: idempotency, limits.
    var key: String {
        switch identity {
        case .account(let account, _): "account:\(account.id)"
        case .token(let token): "token:\(token.id)"
        }
    }

    /// Whether a part was granted, for this school or for the whole district.
    func holds(_ role: AccessRole, at school: SchoolID? = nil) -> Bool {
        grants.contains { $0.role == role && ($0.school == nil || $0.school == school) }
    }

    /// Whether a part was granted, be it for one school only.
    func holdsAnywhere(_ role: AccessRole) -> Bool { grants.contains { $0.role == role } }

    /// The schools for which a part was granted; `nil` for the whole district.
    func schools(as role: AccessRole) -> Set<SchoolID>? {
        let schools = grants.filter { $0.role == role }.map(\.school)
        return schools.contains(nil) ? nil : Set(schools.compactMap(\.self))
    }
}
