public import LearningRecord
import ReferenceData

/// What importing a CASE package did, or would do.
public struct CASEReport: Hashable, Sendable {
    /// What came of it.
    public enum Outcome: String, Hashable, Sendable {
        /// The framework came in for the first time.
        case new
        /// It came in as a new version.
        case newVersion = "new-version"
        /// The current version says the same; nothing was done.
        case unchanged
    }

    /// How many associations of a kind there are.
    public struct Kind: Hashable, Sendable {
        /// The kind, as CASE names it.
        public var kind: AssociationKind
        /// How many there are.
        public var count: Int
        /// How many of them point outside of the package.
        public var outside: Int
    }

    /// Which framework.
    public let framework: FrameworkID
    /// Its title.
    public let title: String
    /// The version of CASE that the package was written in.
    public let writtenIn: String
    /// What came of it.
    public let outcome: Outcome
    /// Whether nothing was written, as the caller asked.
    public let isDryRun: Bool
    /// The version that is, or would be, current after it.
    public let version: Int64
    /// Competencies in the package.
    public let items: Int
    /// Associations by kind, the most frequent first.
    public let associations: [Kind]
    /// Criteria with levels in the package's rubrics.
    public let criteria: Int
    /// The levels of all of them.
    public let levels: Int
    /// Competencies that the version before did not have.
    public let added: Int
    /// Competencies that say something else than before.
    public let changed: Int
    /// Competencies that are gone.
    public let removed: Int
    /// How many of those gone have something in their place.
    public let replaced: Int
    /// What does not stand in the framework as it stood in the file.
    public let findings: CASEFindings

    /// Associations in the package.
    public var associationCount: Int { associations.reduce(0) { $0 + $1.count } }
    /// Associations that point outside of the package.
    public var outsideCount: Int { associations.reduce(0) { $0 + $1.outside } }

    init(_ package: FrameworkPackage, _ findings: CASEFindings, _ change: FrameworkChange, isDryRun: Bool) {
        framework = package.id
        title = package.title
        writtenIn = package.caseVersion
        outcome = change.isUnchanged ? .unchanged : change.previous == nil ? .new : .newVersion
        self.isDryRun = isDryRun
        version = change.version
        items = package.competencies.count
        let kinds = Dictionary(grouping: package.associations.map(\.value), by: \.kind)
        associations = kinds.map { kind, all in
            Kind(kind: kind, count: all.count, outside: all.lazy.filter(\.isOutside).count)
        }.sorted { ($1.count, $0.kind.rawValue) < ($0.count, $1.kind.rawValue) }
        criteria = package.criteria.count
        levels = package.criteria.reduce(0) { $0 + $1.scale.levels.count }
        added = change.added.count
        changed = change.changed.count
        removed = change.removed.count
        replaced = change.removed.lazy.filter { $0.replacement != nil }.count
        self.findings = findings
    }
}
