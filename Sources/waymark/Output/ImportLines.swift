import LearningRecord
import ReferenceData

/// The last imports of districts, as a table.
struct ImportLines {
    private(set) var table = Table([
        .text("District", "district"), .text("Import of", "format"), .text("From", "source"),
        .text("Began", "startedAt"), .text("Ended", "finishedAt"), .number("Lines", "lines"),
        .number("Rejected", "rejected"), .machine("isEnded"),
    ])

    /// Adds the imports of a district.
    mutating func add(_ runs: [ImportRun], of district: String) {
        for run in runs {
            // Of an import that is under way and one that was cut off the record knows the same: no end.
            let end: Cell = run.finishedAt.map { .moment($0) } ?? .none
            table.add([
                .text(district), .text(run.format), .text(run.source), .moment(run.startedAt), end,
                .optional(run.lines), .optional(run.rejected), .flag(run.finishedAt != nil),
            ])
        }
    }
}
