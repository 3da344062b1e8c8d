import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Projections
import ReferenceData

/// The learners behind one number of access equity, by name: for whoever leads their school, and nobody else.
enum EquityExplanation {
    static func answer(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let cell = try await cell(visit, log)
        let limit = Int(try visit.query.number("limit", in: 1...1_000) ?? 20)
        try await visit.waitForTables()
        let explanation = try await Explain(log: log).cell(.access(cell), limit: limit)
        let learners = explanation.learners.map(\.learner)
        if !learners.isEmpty {
            try await ReadLog(log: log).note(
                try visit.someone(), at: learners, what: "explainEquity",
                why: Relationship.principal(cell.school).name, request: visit.id)
        }
        let tenant = log.district.tenant
        let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: learners) }
        let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
        return .json(
            .object([
                "school": .string(cell.school.description), "measure": .string(cell.measure.rawValue),
                "count": .whole(explanation.learnerCount), "more": .bool(explanation.learnerCount > learners.count),
                "learners": .array(
                    explanation.learners.map { part in
                        var object: JSONObject = ["learner": .string(part.learner.description)]
                        object["name"] = .text(names[part.learner] ?? nil)
                        object["events"] = .array(part.events.map(\.json))
                        return .object(object)
                    }),
            ]))
    }

    private static func cell(_ visit: Visit, _ log: EventLog) async throws -> ExplainedCell.Access {
        let query = visit.query
        guard let measure = try query.choice("measure", as: AccessMeasure.self) else {
            throw query.wrong(
                "measure", "there: one of " + AccessMeasure.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let (by, group) = (query.text("by"), query.text("group"))
        guard (by == nil) == (group == nil) else { throw query.wrong("group", "there together with by") }
        let form = (try query.choice("form", as: EquityRoutes.Form.self) ?? .any).rawValue
        let windows = try EquityRoutes.windows(query)
        if windows == .terms(nil) { throw query.wrong("term", "there, or year, or from with to") }
        let question = EquityQuestion(
            form: form, dimension: by,
            schools: try EquityRoutes.schools(
                try query.id("school"), among: try visit.someone().schools(as: .principal)),
            windows: windows)
        do {
            try await question.check(log)
            let place = try await question.place(log)
            return ExplainedCell.Access(
                school: place.school, in: .days(place.window.from, place.window.to),
                dimension: by ?? AccessQuery.everyone, group: group ?? "everyone", form: form, measure: measure)
        } catch let error as EquityQuestionError {
            throw error.problem
        }
    }
}
