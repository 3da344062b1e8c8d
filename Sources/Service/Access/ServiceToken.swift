public import Foundation
public import LearningRecord

/// A token by which a system comes in: for one district, for what its scopes say, until it expires.
public struct ServiceToken: Hashable, Sendable {
    /// The token's id, which is no secret.
    public var id: UUID
    /// What people call it.
    public var name: String
    /// What it may do.
    public var scopes: Set<Scope>
    /// When it was made.
    public var createdAt: Instant
    /// When it ceases to work.
    public var expiresAt: Instant
    /// When it was used last, to some minutes.
    public var usedAt: Instant?
    /// When it was revoked, if it was.
    public var endedAt: Instant?
}
