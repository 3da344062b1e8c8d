import LearningRecord

/// A module in one presentation: what learners enrol in.
struct OULADClass: Hashable {
    let module: String
    let presentation: OULADPresentation

    /// Reads the columns `code_module` and `code_presentation`.
    init(_ row: TableRow, module: Int, presentation: Int) throws {
        self.module = try row.text(module)
        guard OULADFramework.competency(of: self.module) != nil else {
            throw row.problem(module, "must be up to six letters or digits, not '\(self.module)'")
        }
        let code = try row.text(presentation)
        guard let found = OULADPresentation(code: code) else {
            throw row.problem(presentation, "must be a year with B or J, as 2013J, not '\(code)'")
        }
        self.presentation = found
    }

    /// Its `sourcedId`.
    var id: String { "\(module)-\(presentation.code)" }
}
