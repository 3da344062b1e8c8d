public import Foundation
public import LearningRecord
import LibPQ

/// What an ``AccountID`` identifies.
public enum AccountSubject {}
/// Names somebody who may sign in.
public typealias AccountID = Identifier<AccountSubject>

/// Somebody who may sign in.
public struct Account: Hashable, Sendable {
    /// The account.
    public var id: AccountID
    /// What is typed to sign in: an address or a name, in lower case.
    public var login: String
    /// What people call them.
    public var name: String
    /// Who they are in the roster, if they are in it.
    public var person: PersonID?
    /// The language they chose, such as `es`.
    public var language: String?
    /// When it was ended, if it was.
    public var endedAt: Instant?
    /// Whether they can sign in by a password.
    public var hasPassword: Bool

    /// In the assertions of events: who they are in the roster, else the account itself.
    public var asserting: PersonID { person ?? PersonID(id.uuid) }
}

/// A part that no roster gives.
public struct RoleGrant: Hashable, Sendable {
    /// The grant.
    public var id: UUID
    /// The part.
    public var role: AccessRole
    /// For one school; `nil` for the whole district.
    public var school: SchoolID?
    /// Whose family it is, with ``AccessRole/family``.
    public var learner: LearnerID?

    /// A grant.
    public init(id: UUID = UUID(), role: AccessRole, school: SchoolID? = nil, learner: LearnerID? = nil) {
        self.id = id
        self.role = role
        self.school = school
        self.learner = learner
    }
}
