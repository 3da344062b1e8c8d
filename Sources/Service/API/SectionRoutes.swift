import EventLog
import Hummingbird
import LearningRecord
import Projections

/// Sections: which ones the caller may see, and what their learners need next.
enum SectionRoutes {
    static let all = [
        Endpoint("listSections", .get, "/api/v1/sections", .any, parameters: [.after, .limit]) { try await list($0) },
        Endpoint(
            "readSectionNeeds", .get, "/api/v1/sections/{section}/needs", .section, parameters: ["on", .atLeast]
        ) { try await needs($0) },
    ]

    private static func list(_ visit: Visit) async throws -> Response {
        try visit.requireScope(.readRecords)
        let limit = try visit.query.number("limit", in: 1...1_000) ?? 100
        let page = try await Visible(log: try visit.log(), principal: try visit.someone())
            .sections(after: try visit.query.id("after"), limit: Int(limit))
        return .json(visit.page("sections", page.items.map(json), next: page.next))
    }

    private static func needs(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let section: SectionID = try visit.path("section")
        let day = try visit.query.day("on")
        try await visit.waitForTables()
        let principal = try visit.someone()
        let closed = try await Authority(log: log).closed(to: principal)
        let needs = try await SectionReader(log: log).needs(in: section, enrolledOn: day).without(closed)
        // Each of them was looked at, and each can see by whom.
        if !needs.learners.isEmpty {
            try await ReadLog(log: log).note(
                principal, at: needs.learners.map(\.id), what: "readSectionNeeds", why: why(principal),
                request: visit.id)
        }
        return .tagged(needs.json, for: visit.request)
    }

    private static func why(_ principal: Principal) -> String {
        if principal.token != nil { return Relationship.system.name }
        return principal.holdsAnywhere(.registrar)
            ? "registrar of the section's school, or teaches it" : "teaches the section"
    }

    private static func json(_ section: Visible.Section) -> JSON {
        var object: JSONObject = [
            "section": .string(section.id.description), "rosterId": .string(section.sourceID),
            "title": .string(section.title),
        ]
        object["school"] = .text(section.school)
        object["schoolName"] = .text(section.schoolName)
        object["terms"] = .array(section.terms.map { .string($0) })
        return .object(object)
    }
}

extension Visit {
    /// Refuses a token that lacks a scope; people need none.
    func requireScope(_ scope: Scope) throws(Problem) {
        guard let token = try someone().token, !token.scopes.contains(scope) else { return }
        throw Problem(.forbidden, "The token lacks the scope \(scope.rawValue).")
    }

    /// A page of a list: its items, whether more come, and behind what to go on.
    func page(_ name: String, _ items: [JSON], next: String?) -> JSON {
        .object([name: .array(items), "more": .bool(next != nil), "next": .textOrNull(next)])
    }
}
