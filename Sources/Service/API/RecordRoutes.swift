import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Projections

/// A learner's record: the continuum, the transcript, what explains them, and who has seen it.
enum RecordRoutes {
    static let all = [
        Endpoint("readContinuum", .get, "/api/v1/learners/{learner}/continuum", .record(.read)) {
            try await continuum($0)
        },
    ]

    private static func continuum(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        try await visit.waitForTables()
        let continuum = try await ContinuumReader(log: log).continuum(
            of: try visit.path("learner"), asOf: try visit.pointInTime())
        return .tagged(continuum.json, for: visit.request)
    }
}

extension Visit {
    /// Waits until the tables have what the caller wants to see: `atLeast`, a position that an append answered.
    func waitForTables() async throws {
        guard let position = try query.number("atLeast", in: 0...Int64.max) else { return }
        try await service.freshness.wait(for: position, in: try someone().district)
    }

    /// As of when the caller asks: `asOf` (what was known then), `happenedBy` (what had happened by then), or both.
    func pointInTime() throws(Problem) -> PointInTime {
        switch (try query.moment("asOf"), try query.moment("happenedBy")) {
        case (nil, nil): .now
        case (let known?, nil): .known(known)
        case (nil, let happened?): .happened(happened)
        case (let known?, let happened?): .happenedAsKnown(happened, at: known)
        }
    }
}
