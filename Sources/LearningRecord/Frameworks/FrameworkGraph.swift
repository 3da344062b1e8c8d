/// How the competencies of a framework hang together: what stands under what, and what comes before what.
///
/// A value made of rows; it holds up whatever they say. A circle of `isChildOf` is cut at its smallest identifier; in
/// a circle of `precedes`, no member waits for another. Statements about things outside of the framework lead nowhere.
public struct FrameworkGraph: Hashable, Sendable {
    /// Every competency once, in the framework's order (from the top down, as ``children(of:)`` orders them), with
    /// ``Competency/parent``, ``Competency/area`` and ``Competency/sequence`` worked out.
    public let competencies: [Competency]

    private let indices: [CompetencyID: Int]
    private let topmost: [Int]
    private let childrenOf: [[Int]]
    private let precedence: Precedence

    /// The graph of these rows. Of two competencies with one identifier, the first stands.
    public init(competencies rows: [Competency], associations: [Association]) {
        let hierarchy = Hierarchy(rows: rows, associations: associations)
        competencies = hierarchy.order.map { hierarchy.competencies[$0] }
        var places = Array(repeating: 0, count: competencies.count)
        for (place, index) in hierarchy.order.enumerated() { places[index] = place }
        indices = hierarchy.indices.mapValues { places[$0] }
        topmost = hierarchy.roots.map { places[$0] }
        childrenOf = hierarchy.order.map { index in hierarchy.children[index].map { places[$0] } }
        precedence = Precedence(associations: associations, indices: indices, count: competencies.count)
    }

    /// The competency with this identifier.
    public subscript(id: CompetencyID) -> Competency? { indices[id].map { competencies[$0] } }

    /// The competencies with nothing above them, in order: the credit areas.
    public var areas: [CompetencyID] { identifiers(topmost) }

    /// What stands right under a competency: by sequence number, then by code, then as the framework lists it.
    public func children(of id: CompetencyID) -> [CompetencyID] {
        identifiers(indices[id].map { childrenOf[$0] } ?? [])
    }

    /// What stands above a competency, the nearest first.
    public func ancestors(of id: CompetencyID) -> [CompetencyID] {
        Array(sequence(first: id) { self[$0]?.parent }.dropFirst())
    }

    /// The topmost competency above this one, or itself.
    public func area(of id: CompetencyID) -> CompetencyID? { self[id]?.area }

    /// What a competency precedes directly, in the framework's order.
    public func successors(of id: CompetencyID) -> [CompetencyID] {
        identifiers(indices[id].map { precedence.successors[$0] } ?? [])
    }

    /// What precedes a competency directly, in the framework's order.
    public func predecessors(of id: CompetencyID) -> [CompetencyID] {
        identifiers(indices[id].map { precedence.predecessors[$0] } ?? [])
    }

    /// Where the framework lets a learner begin: what precedes something and is preceded by nothing, in order.
    public var starts: [CompetencyID] {
        identifiers(competencies.indices.filter { precedence.isStart($0) })
    }

    /// What comes next for a learner, in the framework's order: everything that something demonstrated precedes and
    /// that is not demonstrated itself. There are as many ways forward as the framework has.
    ///
    /// - Parameter demonstrated: What the learner has demonstrated, at a level that counts. Competencies of other
    ///   frameworks may stand among them.
    public func nextSteps(demonstrated: Set<CompetencyID>) -> [NextStep] {
        let done = Set(demonstrated.compactMap { indices[$0] })
        let reached = Set(done.flatMap { precedence.successors[$0] }).subtracting(done)
        return reached.sorted().map { index in
            let before = precedence.predecessors[index]
            return NextStep(
                competency: competencies[index].id,
                after: identifiers(before.filter(done.contains)),
                open: identifiers(before.filter { !done.contains($0) && precedence.waits(index, for: $0) }))
        }
    }

    private func identifiers(_ indices: [Int]) -> [CompetencyID] { indices.map { competencies[$0].id } }
}
