import LearningRecord

/// A learner's submission, as a row of `studentAssessment.csv` has it.
struct OULADSubmission {
    /// The columns that are read.
    static let columns = ["id_assessment", "id_student", "date_submitted", "score"]

    let assessment: String
    /// What a marker gave, as it stands; `nil` where it is empty.
    let score: String?
    private let learner: String
    /// Days since the presentation began; may be negative.
    private let day: Int

    /// Reads a row of ``columns``.
    init(_ row: TableRow) throws {
        assessment = "\(try row.number(0))"
        learner = "\(try row.number(1))"
        day = try row.number(2)
        score = row[3].isEmpty ? nil : "\(try row.number(3))"
    }

    /// The attempt as a line of JSON, with the score as the source has it: dropping it is the import's to do.
    func line(of assessment: OULADAssessment) throws -> String {
        let section = assessment.section
        var facts: JSONObject = [
            "task": .string("\(section.module) \(assessment.kind) \(assessment.id)"),
            "competencies": .array(OULADFramework.competency(of: section.module).map { [.string($0)] } ?? []),
            "outcome": .string("unjudged"),
        ]
        if let score { facts["score"] = .number(score) }
        let event: JSONObject = [
            "key": .string("oulad:\(assessment.id):\(learner)"), "kind": .string(EventKind.attempt.name),
            "learner": .string("roster:\(learner)"),
            "occurredAt": .string("\(Instant(startOf: section.presentation.day(day)))"),
            "assertedBy": .object(["role": .string("system")]), "school": .string("roster:\(OULADRoster.school)"),
            "section": .string("roster:\(section.id)"), "facts": .object(facts),
        ]
        return JSONWriter.text(.object(event)) + "\n"
    }
}
