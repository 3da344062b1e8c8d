public import LearningRecord

/// Why a framework could not be read or written. Nothing was changed.
public enum CASEError: Error, Hashable, Sendable {
    /// The file is larger than ``CASEDecoder/maximumBytes``.
    case tooLarge(bytes: Int)
    /// The file is not JSON in UTF-8: why, and at which line and column, both from 1.
    case unreadable(reason: String, line: Int, column: Int)
    /// The file is something else than a CASE package.
    case notAPackage(reason: String)
    /// Parts of the package are wrong: the first of them, and how many there are in all.
    case invalid([CASEProblem], count: Int)
    /// The district has no such framework, or not in this version.
    case unknownFramework(FrameworkID, version: Int64?)
}

extension CASEError: CustomStringConvertible {
    /// What was wrong, where, and what to do; a line a problem.
    public var description: String {
        switch self {
        case .tooLarge(let bytes):
            return "the file has \(bytes) bytes; a CASE package may have up to \(CASEDecoder.maximumBytes)"
        case .unreadable(let reason, let line, let column):
            return "line \(line), column \(column): \(reason); the file should be one JSON text in UTF-8, whole"
        case .notAPackage(let reason):
            return
                "\(reason); a CASE package is a JSON object with the member CFDocument, as a CASE service answers at "
                + "CFPackages/{id}"
        case .invalid(let problems, let count):
            let rest = count > problems.count ? ["and \(count - problems.count) more"] : []
            return (problems.map(\.description) + rest).joined(separator: "\n")
        case .unknownFramework(let id, let version):
            let part = version.map { " in version \($0)" } ?? ""
            return "the district has no framework \(id)\(part); import it first"
        }
    }
}
