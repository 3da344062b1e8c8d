import EventLog
import Hummingbird
import LearningRecord
import Projections

/// Access equity: the numbers as they may leave the circle, and for whoever leads a school who is behind one of them.
enum EquityRoutes {
    static let all = [
        Endpoint(
            "readEquity", .get, "/api/v1/equity", .duty(.readEquity),
            parameters: ["form", "by", "and", "school", "term", "year", "from", "to", "days", .atLeast],
            deadline: .seconds(60)
        ) { try await numbers($0) },
        Endpoint(
            "explainEquity", .get, "/api/v1/equity/explanation", .duty(.readEquityByName),
            parameters: ["measure", "form", "by", "group", "school", "term", "year", "from", "to", .limit, .atLeast],
            deadline: .seconds(60)
        ) { try await EquityExplanation.answer($0) },
    ]

    /// A form of opportunity, or any.
    enum Form: String, CaseIterable {
        case any, enrichment, acceleration, scaffold, support
    }

    private static func numbers(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let form = try MediaChoice.choose(["application/json", "text/csv"], for: visit.request)
        let question = try await question(visit, log)
        try await visit.waitForTables()
        let answer = try await question.answer(log, exact: false)
        var response: Response =
            form == "text/csv"
            ? .tagged(EquityForms.csv(answer), type: "text/csv; charset=utf-8; header=present", for: visit.request)
            : .tagged(EquityForms.json(answer), for: visit.request)
        response.headers[.vary] = "Accept"
        return response
    }

    private static func question(_ visit: Visit, _ log: EventLog) async throws -> EquityQuestion {
        let query = visit.query
        var question = EquityQuestion(windows: try windows(query))
        question.form = (try query.choice("form", as: Form.self) ?? .any).rawValue
        question.dimension = query.text("by")
        question.crossed = query.text("and")
        if let crossed = question.crossed {
            guard let dimension = question.dimension, dimension != crossed, dimension != AccessQuery.everyone,
                crossed != AccessQuery.everyone
            else { throw query.wrong("and", "another dimension of groups than by, which must be there too") }
        }
        question.schools = try schools(
            try query.id("school"), among: try visit.someone().schools(asAnyOf: Duty.readEquity.roles))
        // Two answers that count almost the same people, put side by side, would tell of single ones (Docs/analytics.md).
        guard try query.number("days", in: 1...3_660) ?? 30 == 30 else {
            throw query.wrong(
                "days", "30: released numbers are counted in one way only, so that they cannot be compared")
        }
        question.windows = try await released(question.windows, log, query)
        do {
            try await question.check(log)
        } catch let error as EquityQuestionError {
            throw error.problem
        }
        return question
    }

    /// The windows that a query names: `term`, `year`, or `from` with `to`; every term where it names none.
    static func windows(_ query: Query) throws(Problem) -> EquityQuestion.Windows {
        let (from, to) = (try query.day("from"), try query.day("to"))
        let year = try query.number("year", in: 1...9_999)
        let term = query.text("term")
        guard [term != nil, year != nil, from != nil || to != nil].count(where: \.self) <= 1 else {
            throw query.wrong("term", "alone: term, year, and from with to exclude each other")
        }
        if let year { return .schoolYear(Int32(year)) }
        switch (from, to) {
        case (nil, nil): return .terms(term)
        case (let from?, let to?) where from <= to: return .days(from, to)
        default: throw query.wrong("from", "a day not after to, and both must be there")
        }
    }

    /// Any two days are those of a term or a school year, or they are not released: answers for windows that differ by a
    /// day differ by single people.
    private static func released(
        _ windows: EquityQuestion.Windows, _ log: EventLog, _ query: Query
    ) async throws -> EquityQuestion.Windows {
        guard case .days(let from, let to) = windows else { return windows }
        let reader = AccessReader(log: log)
        let known = try await reader.terms() + reader.schoolYears()
        guard known.contains(where: { $0.from == from && $0.to == to }) else {
            throw query.wrong(
                "from",
                "with to the first and last day of a term or a school year: numbers of other days are not released")
        }
        return windows
    }

    /// The schools of a question: what was asked for, as far as the caller's parts go.
    static func schools(
        _ school: SchoolID?, among reach: Set<SchoolID>?
    ) throws(Problem) -> EquityQuestion.Schools {
        guard let school else { return reach.map { .these($0) } ?? .all }
        guard reach?.contains(school) ?? true else { throw .notFound }
        return .these([school])
    }
}

extension EquityQuestionError {
    /// What the caller is told, with the names that there are.
    var problem: Problem {
        switch self {
        case .unknown(_, _, let known):
            Problem(
                .badRequest, "There is nothing to answer: \(self).",
                members: ["known": .array(known.prefix(100).map { .string($0) })])
        case .notOne:
            Problem(.badRequest, "There is nothing to answer: \(self). from and to name the days of one window.")
        }
    }
}

extension Principal {
    /// The schools for which one of some parts was granted; `nil` for the whole district, and for tokens.
    func schools(asAnyOf roles: Set<AccessRole>) -> Set<SchoolID>? {
        guard account != nil else { return nil }
        let schools = grants.filter { roles.contains($0.role) }.map(\.school)
        return schools.contains(nil) ? nil : Set(schools.compactMap(\.self))
    }
}
