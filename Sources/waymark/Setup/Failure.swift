/// Why a command cannot go on: what was wrong, what to do, and how the process ends.
struct Failure: Error {
    /// What was wrong, in one line.
    var what: String
    /// What to do, in one line.
    var advice: String?
    /// How the process ends.
    var status = ExitStatus.failed
    /// All that is known; may hold personal data, so only `--debug` shows it.
    var details: String?

    init(_ what: String, advice: String? = nil, status: ExitStatus = .failed, details: String? = nil) {
        self.what = what
        self.advice = advice
        self.status = status
        self.details = details
    }

    /// Input that is refused.
    static func refused(_ what: String, advice: String? = nil) -> Failure {
        Failure(what, advice: advice, status: .refused)
    }
}
