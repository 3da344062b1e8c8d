/// An item of a framework: something that a learner can come to do, or a heading over such things.
public struct Competency: Hashable, Sendable {
    /// Which item; the same in all versions of the framework.
    public var id: CompetencyID
    /// The code that people know it by, such as `6.RP.A.1`.
    public var code: String?
    /// What it says in full.
    public var statement: String
    /// What it says in few words.
    public var shortStatement: String?
    /// What sort of item it is, in the framework's words: Domain, Standard, Target…
    public var itemType: String?
    /// The item above it, the first of them when it stands under several. ``FrameworkGraph`` works it out.
    public var parent: CompetencyID?
    /// The topmost item above it, or itself when there is none: its credit area. ``FrameworkGraph`` works it out.
    public var area: CompetencyID?
    /// Its place under ``parent``, when the framework gives one. ``FrameworkGraph`` works it out.
    public var sequence: Int32?
    /// What took its place in the next version: itself when it lives on, `nil` when nothing did or none came yet.
    public var replacedBy: CompetencyID?

    /// A competency.
    public init(
        id: CompetencyID, code: String? = nil, statement: String, shortStatement: String? = nil,
        itemType: String? = nil, parent: CompetencyID? = nil, area: CompetencyID? = nil, sequence: Int32? = nil,
        replacedBy: CompetencyID? = nil
    ) {
        self.id = id
        self.code = code
        self.statement = statement
        self.shortStatement = shortStatement
        self.itemType = itemType
        self.parent = parent
        self.area = area
        self.sequence = sequence
        self.replacedBy = replacedBy
    }

    /// The fewest words that say what it is.
    public var title: String { shortStatement ?? statement }
}
