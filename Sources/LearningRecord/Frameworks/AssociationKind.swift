/// How two items hang together, as CASE 1.1 names it (CFAssociation, associationType).
public struct AssociationKind: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The name, such as `precedes`, or `ext:` and a name of the publisher's own.
    public let rawValue: String

    /// The kind of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name.
    public var description: String { rawValue }

    /// The origin is a part under the destination.
    public static let isChildOf = AssociationKind(rawValue: "isChildOf")
    /// The origin stands beside the destination.
    public static let isPeerOf = AssociationKind(rawValue: "isPeerOf")
    /// The origin is included in the destination.
    public static let isPartOf = AssociationKind(rawValue: "isPartOf")
    /// Both say the same.
    public static let exactMatchOf = AssociationKind(rawValue: "exactMatchOf")
    /// The origin comes before the destination in learning.
    public static let precedes = AssociationKind(rawValue: "precedes")
    /// They have to do with each other in some way.
    public static let isRelatedTo = AssociationKind(rawValue: "isRelatedTo")
    /// The destination took the place of the origin.
    public static let replacedBy = AssociationKind(rawValue: "replacedBy")
    /// The destination shows what the origin means.
    public static let exemplar = AssociationKind(rawValue: "exemplar")
    /// The destination is a level of skill of the origin.
    public static let hasSkillLevel = AssociationKind(rawValue: "hasSkillLevel")
    /// The origin says in another language what the destination says.
    public static let isTranslationOf = AssociationKind(rawValue: "isTranslationOf")

    /// The kinds that the standard names.
    public static let standard: [AssociationKind] = [
        .isChildOf, .isPeerOf, .isPartOf, .exactMatchOf, .precedes, .isRelatedTo, .replacedBy, .exemplar,
        .hasSkillLevel, .isTranslationOf,
    ]
}
