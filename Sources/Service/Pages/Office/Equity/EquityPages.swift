import Hummingbird
import LearningRecord
import Projections

/// The pages of access: figures as they may leave the circle, and, for whoever leads a school, who is behind them.
enum EquityPages {
    static let all = [
        Endpoint("equityPage", .get, "/equity", .duty(.readEquity), deadline: .seconds(60)) {
            try await EquityPage.show($0)
        },
        Endpoint("equityFile", .get, "/equity.csv", .duty(.readEquity), deadline: .seconds(60)) { try await file($0) },
        Endpoint("equityExplainPage", .get, "/equity/explain", .duty(.readEquity), deadline: .seconds(60)) {
            try await EquityExplainPage.show($0)
        },
        Endpoint(
            "equityPeoplePage", .get, "/equity/explain/people", .duty(.readEquityByName), deadline: .seconds(60)
        ) { try await EquityPeoplePage.explain($0) },
        Endpoint("equityWithoutOffer", .get, "/equity/without-offer", .duty(.readEquityByName), deadline: .seconds(60))
        {
            try await EquityPeoplePage.withoutOffer($0)
        },
    ]

    /// The figures of the page as a file: the same, with the same ones withheld.
    private static func file(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let places = try await EquityPlaces(
            log, visit.service.figures, reach: try visit.someone().schools(asAnyOf: Duty.readEquity.roles))
        guard let filter = try EquityFilter(visit.query, places) else { throw Problem.notFound }
        let answer = try await visit.service.figures.answer(filter.question(), log).value
        var response = Response.bytes(EquityForms.csv(answer), type: "text/csv; charset=utf-8; header=present")
        response.headers[.contentDisposition] = #"attachment; filename="access-\#(filter.window.from).csv""#
        return response
    }
}
