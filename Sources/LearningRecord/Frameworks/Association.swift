public import Foundation

/// One statement of a framework about how two things hang together: `origin` `kind` `destination`.
public struct Association: Hashable, Sendable {
    /// Which statement.
    public var id: UUID
    /// How they hang together.
    public var kind: AssociationKind
    /// What it speaks of: the identifier of an item or document, a UUID in lower case where it is one.
    public var origin: String
    /// What that relates to, identified alike.
    public var destination: String
    /// Whether the origin stands outside of the framework.
    public var originIsOutside: Bool
    /// Whether the destination stands outside of the framework.
    public var destinationIsOutside: Bool
    /// The place of the origin among the others that relate so to the destination, when the framework gives one.
    public var sequence: Int32?

    /// An association.
    public init(
        id: UUID, kind: AssociationKind, origin: String, destination: String, originIsOutside: Bool = false,
        destinationIsOutside: Bool = false, sequence: Int32? = nil
    ) {
        self.id = id
        self.kind = kind
        self.origin = origin
        self.destination = destination
        self.originIsOutside = originIsOutside
        self.destinationIsOutside = destinationIsOutside
        self.sequence = sequence
    }

    /// Whether it points outside of the framework at either end.
    public var isOutside: Bool { originIsOutside || destinationIsOutside }
}
