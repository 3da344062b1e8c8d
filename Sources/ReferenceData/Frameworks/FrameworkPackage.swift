public import LearningRecord

/// A framework as it came in: what Waymark works with, and beside each part the document that it was read from, so
/// that it can go out again whole.
public struct FrameworkPackage: Hashable, Sendable {
    /// A part with the document that it was read from.
    public struct Part<Value: Hashable & Sendable>: Hashable, Sendable {
        /// What Waymark works with.
        public var value: Value
        /// The JSON object that it was read from.
        public var document: String

        /// A part.
        public init(_ value: Value, document: String) {
            self.value = value
            self.document = document
        }
    }

    /// Which framework.
    public var id: FrameworkID
    /// Its title.
    public var title: String
    /// Who publishes it.
    public var publisher: String?
    /// Where it was published.
    public var source: String?
    /// How far its adoption has come, as its publisher says.
    public var adoptionStatus: String?
    /// The version of CASE that the package was written in.
    public var caseVersion: String
    /// SHA-256 of the package in canonical form: equal packages are one version.
    public var digest: [UInt8]
    /// The document that describes the framework.
    public var document: String
    /// The definitions of the package, where it has them.
    public var definitions: String?
    /// The rubrics of the package, where it has them.
    public var rubrics: String?
    /// What the publisher added to the package, where it did.
    public var extensions: String?
    /// The competencies as the package lists them.
    public var competencies: [Part<Competency>]
    /// The associations as the package lists them.
    public var associations: [Part<Association>]
    /// The criteria of the rubrics that have levels.
    public var criteria: [FrameworkLevels.Criterion]

    /// A package.
    public init(
        id: FrameworkID, title: String, publisher: String?, source: String?, adoptionStatus: String?,
        caseVersion: String, digest: [UInt8], document: String, definitions: String?, rubrics: String?,
        extensions: String?, competencies: [Part<Competency>], associations: [Part<Association>],
        criteria: [FrameworkLevels.Criterion]
    ) {
        self.id = id
        self.title = title
        self.publisher = publisher
        self.source = source
        self.adoptionStatus = adoptionStatus
        self.caseVersion = caseVersion
        self.digest = digest
        self.document = document
        self.definitions = definitions
        self.rubrics = rubrics
        self.extensions = extensions
        self.competencies = competencies
        self.associations = associations
        self.criteria = criteria
    }
}
