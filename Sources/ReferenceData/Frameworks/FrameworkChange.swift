public import LearningRecord

/// What a package changes in a district's framework.
public struct FrameworkChange: Hashable, Sendable {
    /// A competency that the new version does not have any more.
    public struct Removal: Hashable, Sendable {
        /// Which one.
        public var competency: CompetencyID
        /// What took its place, as CASE `replacedBy` says; `nil`: nothing.
        public var replacement: CompetencyID?
    }

    /// The version that was current before; `nil` when the district did not have the framework.
    public let previous: Int64?
    /// Whether the package is the current version over again, which makes no new one.
    public let isUnchanged: Bool
    /// Competencies that the version before did not have, as the package lists them.
    public let added: [CompetencyID]
    /// Competencies that say something else than before, as the package lists them.
    public let changed: [CompetencyID]
    /// Competencies that are gone, as the version before listed them.
    public let removed: [Removal]

    /// The version that the district has after it.
    public var version: Int64 { isUnchanged ? previous ?? 1 : (previous ?? 0) + 1 }

    /// The first version of a framework.
    init(introducing package: FrameworkPackage) {
        previous = nil
        isUnchanged = false
        added = package.competencies.map(\.value.id)
        changed = []
        removed = []
    }

    /// Compares a package with the version before: its digest, its competencies with the documents that they were read
    /// from, and what its own associations say took the place of what.
    init(
        to package: FrameworkPackage, from previous: Int64, digest: [UInt8],
        competencies: [(id: CompetencyID, document: String)], replacements: [CompetencyID: CompetencyID]
    ) {
        self.previous = previous
        isUnchanged = digest == package.digest
        let before = Dictionary(competencies.map { ($0.id, $0.document) }) { first, _ in first }
        let after = package.competencies
        added = after.map(\.value.id).filter { before[$0] == nil }
        changed = after.filter { (before[$0.value.id] ?? $0.document) != $0.document }.map(\.value.id)
        let living = Set(after.map(\.value.id))
        let said = replacements.merging(Association.replacements(package.associations.map(\.value))) { _, new in new }
        removed = competencies.filter { !living.contains($0.id) }.map { gone in
            Removal(competency: gone.id, replacement: said[gone.id])
        }
    }
}

extension Association {
    /// What took the place of what, as the `replacedBy` among some associations say; of several, the first.
    static func replacements(_ associations: [Association]) -> [CompetencyID: CompetencyID] {
        var replacements: [CompetencyID: CompetencyID] = [:]
        for association in associations where association.kind == .replacedBy {
            guard let origin = CompetencyID(association.origin), replacements[origin] == nil else { continue }
            replacements[origin] = CompetencyID(association.destination)
        }
        return replacements
    }
}
