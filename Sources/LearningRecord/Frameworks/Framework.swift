/// A competency framework in one of its versions: what a state, district or school says that learners can come to do.
public struct Framework: Hashable, Sendable {
    /// Which framework; the same in all versions.
    public var id: FrameworkID
    /// Which version, from 1. A changed framework is a new one, and decisions keep citing theirs.
    public var version: Int64
    /// Its title.
    public var title: String
    /// Who publishes it.
    public var publisher: String?
    /// Where it was published.
    public var source: String?
    /// How far its adoption has come, as its publisher says: Draft, Adopted…
    public var adoptionStatus: String?

    /// A framework.
    public init(
        id: FrameworkID, version: Int64, title: String, publisher: String? = nil, source: String? = nil,
        adoptionStatus: String? = nil
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.publisher = publisher
        self.source = source
        self.adoptionStatus = adoptionStatus
    }
}
