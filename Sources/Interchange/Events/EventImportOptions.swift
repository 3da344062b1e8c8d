public import Foundation

/// How a file of learning events is imported.
public struct EventImportOptions: Sendable {
    /// Leave out fields that smell of a grade, and count them, instead of rejecting the line.
    public var dropsGrades: Bool
    /// Where rejected lines go; `nil` keeps only the first ones, in the report.
    public var rejectsPath: String?
    /// Read a file from its start, also when an earlier import of it came further.
    public var startsOver: Bool
    /// The id of this import in `ref.import_run`; a new one unless given.
    public var run: UUID?
    /// Lines between two checkpoints.
    public var batch: Int
    /// Bytes of a line, at the most.
    public var longestLine: Int

    /// These options.
    public init(
        dropsGrades: Bool = false, rejectsPath: String? = nil, startsOver: Bool = false, batch: Int = 20_000,
        longestLine: Int = 1_000_000, run: UUID? = nil
    ) {
        self.dropsGrades = dropsGrades
        self.rejectsPath = rejectsPath
        self.startsOver = startsOver
        self.batch = batch
        self.longestLine = longestLine
        self.run = run
    }
}
