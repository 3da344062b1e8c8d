public import Foundation

/// A district: the tenant of everything. Two districts in one database never see each other.
public struct District: Hashable, Sendable {
    /// The number that keys the district's rows in this database.
    public let tenant: Int32
    /// The id that goes with the district when it moves.
    public let id: UUID
    /// The name.
    public let name: String

    /// A district that exists.
    public init(tenant: Int32, id: UUID, name: String) {
        self.tenant = tenant
        self.id = id
        self.name = name
    }
}
