/// A piece of work that a module asks for.
struct OULADAssessment {
    /// The columns that are read.
    static let columns = ["code_module", "code_presentation", "id_assessment", "assessment_type"]

    let id: String
    let section: OULADClass
    /// TMA (marked by a tutor), CMA (by a computer) or Exam.
    let kind: String

    /// Reads a row of ``columns``.
    init(_ row: TableRow) throws {
        section = try OULADClass(row, module: 0, presentation: 1)
        id = "\(try row.number(2))"
        kind = try row.text(3)
    }
}
