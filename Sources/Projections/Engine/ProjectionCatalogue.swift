/// The projections of the product.
public enum ProjectionCatalogue {
    /// Every projection, in the order in which they are listed.
    public static let all: [any Projection.Type] = [
        Continuum.self, Transcript.self, AccessEquity.self, Identity.self, ContinuumHistory.self,
    ]

    static let works = [
        Continuum.name: ProjectionWork(Continuum.self),
        Transcript.name: ProjectionWork(Transcript.self),
        AccessEquity.name: ProjectionWork(AccessEquity.self),
        Identity.name: ProjectionWork(Identity.self),
        ContinuumHistory.name: ProjectionWork(ContinuumHistory.self),
    ]

    /// Their names.
    public static var names: [String] { all.map { $0.name } }

    /// The projection with this name.
    /// - Throws: ``ProjectionError/unknownProjection(_:)``.
    public static func named(_ name: String) throws(ProjectionError) -> any Projection.Type {
        guard let found = all.first(where: { $0.name == name }) else { throw .unknownProjection(name) }
        return found
    }
}
