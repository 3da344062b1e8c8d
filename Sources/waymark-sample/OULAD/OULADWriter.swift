import Foundation

/// Writes what the university would have sent: a framework, the rosters of its presentations, and submissions.
struct OULADWriter {
    /// What was written.
    struct Counts {
        var presentations: [OULADPresentation] = []
        var learners = 0
        var enrolments = 0
        var submissions = 0
        var scores = 0
    }

    private let source: URL
    private let out: URL
    private var counts = Counts()

    /// Reads the tables in `source`, and writes `framework.json`, `roster-*/` and `events.jsonl` into `out`.
    static func write(_ source: URL, into out: URL) throws -> Counts {
        var writer = OULADWriter(source: source, out: out)
        let lengths = try writer.lengths()
        try writer.writeFramework(modules: Set(lengths.keys.map(\.module)))
        try writer.writeRosters(lengths)
        try writer.writeEvents(try writer.assessments())
        return writer.counts
    }

    private init(source: URL, out: URL) {
        self.source = source
        self.out = out
    }

    private func read(_ table: String, columns: [String], _ body: (TableRow) throws -> Void) throws {
        try TableReader.read(source.appendingPathComponent("\(table).csv").path, columns: columns, body)
    }

    private func lengths() throws -> [OULADClass: Int] {
        var lengths: [OULADClass: Int] = [:]
        try read("courses", columns: ["code_module", "code_presentation", "module_presentation_length"]) { row in
            lengths[try OULADClass(row, module: 0, presentation: 1)] = try row.number(2)
        }
        return lengths
    }

    private func assessments() throws -> [String: OULADAssessment] {
        var assessments: [String: OULADAssessment] = [:]
        try read("assessments", columns: OULADAssessment.columns) { row in
            let assessment = try OULADAssessment(row)
            assessments[assessment.id] = assessment
        }
        return assessments
    }

    private func writeFramework(modules: Set<String>) throws {
        let file = try OutputFile(out.appendingPathComponent("framework.json"))
        try file.write(OULADFramework.text(modules: modules.sorted()))
        try file.close()
    }

    private mutating func writeRosters(_ lengths: [OULADClass: Int]) throws {
        var modules: [OULADPresentation: [String: Int]] = [:]
        for (section, length) in lengths { modules[section.presentation, default: [:]][section.module] = length }
        var rosters: [OULADPresentation: OULADRoster] = [:]
        for (presentation, lengths) in modules {
            rosters[presentation] = try OULADRoster(presentation, lengths: lengths, into: out)
        }
        var learners: Set<String> = []
        var enrolments = 0
        let columns = ["code_module", "code_presentation", "id_student"]
        try read("studentInfo", columns: columns + OULADGroups.columns) { row in
            let section = try OULADClass(row, module: 0, presentation: 1)
            guard lengths[section] != nil else { throw row.problem(0, "courses.csv has no \(section.id)") }
            let learner = "\(try row.number(2))"
            try rosters[section.presentation]?.enrol(
                learner, in: section.module, groups: OULADGroups(row, first: columns.count))
            learners.insert(learner)
            enrolments += 1
        }
        for roster in rosters.values { try roster.close() }
        counts.presentations = Array(rosters.keys)
        counts.learners = learners.count
        counts.enrolments = enrolments
    }

    private mutating func writeEvents(_ assessments: [String: OULADAssessment]) throws {
        let file = try OutputFile(out.appendingPathComponent("events.jsonl"))
        var submissions = 0
        var scores = 0
        try read("studentAssessment", columns: OULADSubmission.columns) { row in
            let submission = try OULADSubmission(row)
            guard let assessment = assessments[submission.assessment] else {
                throw row.problem(0, "assessments.csv has no \(submission.assessment)")
            }
            let line = try submission.line(of: assessment)
            try file.write(line)
            submissions += 1
            if submission.score != nil { scores += 1 }
        }
        try file.close()
        counts.submissions = submissions
        counts.scores = scores
    }
}
