public import Foundation
public import LearningRecord

/// How a roster is imported.
public struct RosterImportOptions: Sendable {
    /// The day that the files speak of: who is missing from a bulk file left on this day.
    public var asOf: CalendarDate
    /// Only tell what would change.
    public var isDryRun: Bool
    /// Take a bulk file that ends more than half of the people or enrolments there are.
    public var allowsManyEndings: Bool
    /// The rules by which people under new ids are matched with people known under others; by none, unless said.
    public var matching: Set<RosterIdentityRule>
    /// What becomes of an id that names somebody else now.
    public var reusedIDs: RosterReusedIDs
    /// Problems that are kept and told; all are counted.
    public var problemLimit: Int
    /// The id of this import in `ref.import_run`; a new one unless given.
    public var run: UUID?
    /// What `ref.import_run` calls the files; their own name unless given.
    public var name: String?

    /// These options.
    public init(
        asOf: CalendarDate, isDryRun: Bool = false, allowsManyEndings: Bool = false,
        matching: Set<RosterIdentityRule> = [], reusedIDs: RosterReusedIDs = .refuse, problemLimit: Int = 100,
        run: UUID? = nil, name: String? = nil
    ) {
        self.matching = matching
        self.reusedIDs = reusedIDs
        self.asOf = asOf
        self.isDryRun = isDryRun
        self.allowsManyEndings = allowsManyEndings
        self.problemLimit = problemLimit
        self.run = run
        self.name = name
    }
}
