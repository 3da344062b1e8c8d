import EventLog
import Interchange
import LearningRecord
import LibPQ

/// How an import ended, and what there is to say of it.
struct ImportEnd: Sendable {
    /// Problems that are told one by one.
    static let toldProblems = 100

    var state: ImportState
    var report: JSON?
    var progress: JSON?
    var error: String?
    var problems: JSON?

    /// It did what it was to do.
    static func done(_ report: JSON) -> ImportEnd { ImportEnd(state: .done, report: report) }

    /// It was cut off, and cannot go on by itself.
    static let stopped = ImportEnd(
        state: .stopped,
        error:
            "The service was stopped before the end. What was stored stays; send the same file again, and nothing is "
            + "stored twice.")

    /// It came to an end by an error: what a data engineer is told of it. Never a name, and never what somebody wrote.
    /// - Parameters:
    ///   - path: where the file lay, which is nobody's business.
    ///   - name: what the sender calls it.
    init(failing error: any Error, with path: String, called name: String) {
        self.init(state: .failed)
        switch error {
        case RosterImportError.problems(let found, let count):
            self.error = "There is something wrong in \(count) places of the files; nothing was imported."
            problems = .array(found.prefix(Self.toldProblems).map(\.json))
        case CASEError.invalid(let found, let count):
            self.error = "There is something wrong in \(count) places of the file; nothing was imported."
            problems = .array(found.prefix(Self.toldProblems).map { .object(["message": .string($0.description)]) })
        case is RosterImportError, is CASEError, is ArchiveError, is CSVError, is RecordError:
            self.error = "\(error)".replacing(path, with: name)
        default: self.error = Problem(reading: error).detail
        }
    }

    private init(state: ImportState, report: JSON? = nil, error: String? = nil) {
        self.state = state
        self.report = report
        self.error = error
    }
}

extension RosterProblem {
    fileprivate var json: JSON {
        var object: JSONObject = ["file": .string(file), "message": .string(message)]
        object["line"] = line.map { .whole($0) }
        object["column"] = .text(column)
        object["value"] = .text(value)
        return .object(object)
    }
}
