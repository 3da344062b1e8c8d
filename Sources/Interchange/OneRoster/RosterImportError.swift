/// Why a roster was not imported. Nothing was changed.
public enum RosterImportError: Error, Sendable, CustomStringConvertible {
    /// What is wrong in the files: the first problems, and how many there are.
    case problems([RosterProblem], count: Int)
    /// The files are of another format; what it is and what to do.
    case otherFormat(String)
    /// A bulk file would end more than it may: which file, how many of how many.
    case tooManyEndings(file: String, ending: Int, of: Int)
    /// Another import of this district's roster is at work.
    case alreadyRunning

    /// What is wrong, where and what to do.
    public var description: String {
        switch self {
        case .problems(let problems, let count):
            ([count == 1 ? "1 problem; nothing was imported" : "\(count) problems; nothing was imported"]
                + problems.map { "  \($0)" }
                + (count > problems.count ? ["  … and \(count - problems.count) more"] : []))
                .joined(separator: "\n")
        case .otherFormat(let what): what
        case .tooManyEndings(let file, let ending, let all):
            "\(file) is a bulk file and lists so few that \(ending) of \(all) would end; was it cut short? If it is "
                + "right, as when a new school year begins, import it again and allow the endings"
        case .alreadyRunning: "another roster of this district is being imported; wait for its end"
        }
    }
}
