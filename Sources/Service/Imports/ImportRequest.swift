import Foundation
import LearningRecord
import LibPQ

/// What an ``ImportID`` identifies.
enum ImportSubject {}
/// Names an import: in the service and in `ref.import_run`.
typealias ImportID = Identifier<ImportSubject>

/// What is imported.
enum ImportFormat: String, CaseIterable, Sendable {
    case roster = "oneroster"
    case framework = "case"
    case events
}

/// How far an import is.
enum ImportState: String, CaseIterable, Sendable {
    /// Others of the district are before it.
    case waiting
    case running
    case done
    /// Something in the files, or in the service, kept it from being done; what was done until there is in the report.
    case failed
    /// It was cut off and cannot go on: what was stored stays, and the same file again stores nothing twice.
    case stopped
    /// Whoever worked on it is gone, or stopped. It goes on when a service starts where the file is; the same file can be
    /// sent again too, as with ``stopped``.
    case interrupted
}

/// An import as it is told: of the service, or of the command line.
struct ImportRequest: Sendable {
    var id: ImportID
    var format: String
    /// What the sender calls it.
    var source: String
    var isDryRun = false
    /// Who asked for it; `nil` where it was the command line.
    var requestedBy: String?
    var requestedAt: Instant
    var startedAt: Instant?
    var finishedAt: Instant?
    var state: ImportState
    /// JSON objects, as they were kept.
    var progress: JSON?
    var report: JSON?
    /// Why it failed.
    var error: String?
    /// What is wrong in the files: the first of it.
    var problems: JSON?

    /// The form of a list: without what was found.
    var summary: JSONObject {
        var object: JSONObject = [
            "run": .string(id.description), "format": .string(format), "source": .string(source),
            "dryRun": .bool(isDryRun), "state": .string(state.rawValue),
            "requestedAt": .string(requestedAt.description),
        ]
        object["requestedBy"] = .text(requestedBy)
        object["startedAt"] = .text(startedAt)
        object["finishedAt"] = .text(finishedAt)
        return object
    }

    /// All that is known.
    var json: JSON {
        var object = summary
        object["progress"] = progress
        object["report"] = report.map(Self.withoutPath)
        object["error"] = .text(error)
        object["problems"] = problems
        return .object(object)
    }

    /// Where a file of rejected lines lies on the machine that imported it is nobody's business.
    private static func withoutPath(_ report: JSON) -> JSON {
        guard var object = report.object else { return report }
        object["rejectsFile"] = nil
        return .object(object)
    }
}
