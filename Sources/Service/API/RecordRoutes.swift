import Crypto
import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import Projections

/// A learner's record: the continuum, the transcript, and what explains them.
enum RecordRoutes {
    static let all = [
        Endpoint(
            "readContinuum", .get, "/api/v1/learners/{learner}/continuum", .record(.read),
            parameters: [.asOf, .happenedBy, .atLeast]
        ) { try await continuum($0) },
        Endpoint(
            "explainRecord", .get, "/api/v1/learners/{learner}/explanation", .record(.read),
            parameters: ["competency", "of", .asOf, .happenedBy, .atLeast]
        ) { try await explanation($0) },
        Endpoint(
            "previewTranscript", .get, "/api/v1/learners/{learner}/transcript", .record(.transcript),
            parameters: [.asOf, .atLeast]
        ) { try await transcript($0) },
    ]

    private static func continuum(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let time = try visit.pointInTime()
        try await visit.waitForTables()
        let continuum = try await ContinuumReader(log: log).continuum(of: try visit.path("learner"), asOf: time)
        return .tagged(continuum.json, for: visit.request)
    }

    // MARK: Explanation

    /// A table of which a line can be explained.
    private enum Explained: String, CaseIterable {
        case continuum, transcript
    }

    private static func explanation(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let learner: LearnerID = try visit.path("learner")
        guard let competency: CompetencyID = try visit.query.id("competency") else {
            throw visit.query.wrong("competency", "there: the UUID of a competency")
        }
        let of = try visit.query.choice("of", as: Explained.self) ?? .continuum
        let time = try visit.pointInTime()
        guard of == .continuum || time == .now else {
            throw visit.query.wrong("asOf", "left out: a line of the transcript is explained as it is now")
        }
        try await visit.waitForTables()
        let cell: ExplainedCell =
            of == .continuum ? .continuum(learner, competency) : .transcript(learner, competency)
        let explanation = try await Explain(log: log).cell(cell, asOf: time)
        return .tagged(
            .object([
                "learner": .string(learner.description), "competency": .string(competency.description),
                "of": .string(of.rawValue),
                "events": .array(explanation.learners.flatMap(\.events).map(\.json)),
            ]), for: visit.request)
    }

    // MARK: Transcript

    private static func transcript(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let form = try MediaChoice.choose(["application/json", "text/html"], for: visit.request)
        let time = try visit.query.moment("asOf").map { PointInTime.known($0) } ?? .now
        try await visit.waitForTables()
        let document = try await TranscriptReader(log: log).document(
            of: try visit.path("learner"), asOf: time, madeOn: Instant(microseconds: Self.now).date)
        var response: Response
        if form == "text/html" {
            let page = TranscriptPage.html(document)
            response = .tagged(Array(page.utf8), type: "text/html; charset=utf-8", for: visit.request)
            response.headers[.contentSecurityPolicy] = policy(of: page)
        } else {
            response = .tagged(document.json, for: visit.request)
        }
        response.headers[.vary] = "Accept"
        return response
    }

    private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

    /// The page stands alone and brings its own style, which it may use and no other (CSP Level 3, section 2.3.1).
    private static func policy(of page: String) -> String {
        guard let begin = page.range(of: "<style>"), let end = page.range(of: "</style>") else {
            return "default-src 'none'"
        }
        let digest = SHA256.hash(data: Data(page[begin.upperBound..<end.lowerBound].utf8))
        let hash = Data(digest).base64EncodedString()
        return
            "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }
}

extension ExplainedEvent {
    /// The event behind a cell, for programs.
    var json: JSON {
        .object([
            "position": .whole(position), "id": .string(id.description), "kind": .string(kind.name),
            "occurredAt": .string(occurredAt.description), "recordedAt": .string(recordedAt.description),
            "assertedBy": .string(assertedBy.rawValue), "isBehind": .bool(isBehind),
            "counts": .bool(standing == .counts), "standing": .string(standing.description),
        ])
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
