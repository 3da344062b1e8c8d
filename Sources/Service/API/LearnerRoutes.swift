import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Projections
import ReferenceData

/// Finding learners, and who they are.
enum LearnerRoutes {
    static let all = [
        Endpoint("findLearners", .get, "/api/v1/learners", .any, parameters: ["query", .after, .limit]) {
            try await find($0)
        },
        Endpoint("readLearner", .get, "/api/v1/learners/{learner}", .record(.read), parameters: [.atLeast]) {
            try await read($0)
        },
    ]

    private static func find(_ visit: Visit) async throws -> Response {
        try visit.requireScope(.readRecords)
        let limit = try visit.query.number("limit", in: 1...100) ?? 20
        let query = visit.query.text("query")
        guard query?.count ?? 0 <= 200 else { throw visit.query.wrong("query", "at most 200 characters") }
        let page = try await Visible(log: try visit.log(), principal: try visit.someone())
            .learners(query, after: try visit.query.id("after"), limit: Int(limit))
        let learners = page.items.map { JSON.object(json($0, id: $0.id)) }
        return .json(visit.page("learners", learners, next: page.next))
    }

    private static func read(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        try await visit.waitForTables()
        let learner: LearnerID = try visit.path("learner")
        let tenant = log.district.tenant
        let ids = visit.basis.ids
        let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: ids) }
        let asked = people.first { $0.id == learner } ?? people.first
        var object = json(asked, id: learner)
        object["schools"] = .array(Set(people.flatMap(\.schools)).sorted().map { .string($0) })
        object["ids"] = .array(ids.map { .string($0.description) })
        return .tagged(.object(object), for: visit.request)
    }

    /// A learner of the log whom no roster names has neither a name nor a school.
    private static func json(_ person: Person?, id: LearnerID) -> JSONObject {
        var object: JSONObject = ["learner": .string(id.description)]
        object["name"] = .text(person?.name)
        object["rosterId"] = person.flatMap { $0.isErased ? nil : .string($0.sourceID) }
        object["schools"] = .array((person?.schools ?? []).map { .string($0) })
        object["isErased"] = .bool(person?.isErased ?? false)
        return object
    }
}
