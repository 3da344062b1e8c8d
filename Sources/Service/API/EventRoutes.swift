import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import NIOCore

/// Appending learning events, and reading and following the log.
enum EventRoutes {
    static let all = [
        Endpoint(
            "appendEvents", .post, "/api/v1/events", .duty(.append), bodyLimit: AppendBody.limit, deadline: .seconds(60)
        ) { try await append($0) },
        Endpoint("readEvents", .get, "/api/v1/events", .duty(.readLog), parameters: [.after, .limit, "words"]) {
            try await read($0)
        },
        Endpoint(
            "followEvents", .get, "/api/v1/events/stream", .duty(.readLog), parameters: [.after, "words"], deadline: nil
        ) {
            try await follow($0)
        },
        Endpoint(
            "readLearnerEvents", .get, "/api/v1/learners/{learner}/events", .record(.read),
            parameters: [.after, .limit, "words"]
        ) {
            try await readOfLearner($0)
        },
    ]

    // MARK: Append

    private static func append(_ visit: Visit) async throws -> Response {
        switch visit.request.mediaType {
        case "application/json": try await AppendBody.answer(visit)
        case "application/x-ndjson", "application/jsonl": try await AppendStream.answer(visit)
        case let other:
            throw Problem(
                .unsupportedType,
                "Send application/json (one event, or a list of them: all or none) or application/x-ndjson (a line an "
                    + "event, of any length), not \(other ?? "a body without a Content-Type").")
        }
    }

    // MARK: Read

    /// Events of a page, at the most.
    private static let pageLimit: ClosedRange<Int64> = 1...1_000

    private static func read(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let after = try visit.query.number("after", in: 0...Int64.max) ?? 0
        let limit = try visit.query.number("limit", in: pageLimit) ?? 100
        let events = try await log.read(after: after, limit: Int(limit))
        try await note(visit, log)
        return .json(try await page(events, log, after: after, isFull: events.count == limit, visit))
    }

    private static func readOfLearner(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let after = try visit.query.number("after", in: 0...Int64.max) ?? 0
        let limit = Int(try visit.query.number("limit", in: pageLimit) ?? 100)
        let all = try await log.read(learners: visit.basis.ids).values.flatMap(\.self)
            .filter { $0.position > after }.sorted { $0.position < $1.position }
        let events = Array(all.prefix(limit))
        return .json(try await page(events, log, after: after, isFull: all.count > limit, visit))
    }

    private static func page(
        _ events: [RecordedEvent], _ log: EventLog, after: Int64, isFull: Bool, _ visit: Visit
    ) async throws -> JSON {
        let shown = try await opened(events, log, words: try visit.query.flag("words"))
        let next = events.last?.position ?? after
        return .object([
            "events": .array(shown.map(\.json)), "next": .number(String(next)), "more": .bool(isFull),
        ])
    }

    /// The events as they may be shown: with words where they are wanted, without people who were erased.
    private static func opened(_ events: [RecordedEvent], _ log: EventLog, words: Bool) async throws -> [RecordedEvent]
    {
        let events = try await log.withoutErasedAuthors(events)
        return words ? try await log.open(events) : events
    }

    private static func note(_ visit: Visit, _ log: EventLog) async throws {
        try await ReadLog(log: log).note(
            try visit.someone(), at: nil, what: visit.context.endpointPath ?? "", why: Relationship.system.name,
            request: visit.id)
    }

    // MARK: Follow

    private static func follow(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let last = visit.request.headers[.lastEventID] ?? visit.query.text("after")
        let after: Int64
        if let last {
            guard let position = Int64(last), position >= 0 else {
                throw Problem(.badRequest, "Last-Event-ID, or the parameter after, must be a position of the log.")
            }
            after = position
        } else {
            after = try await log.head()
        }
        let words = try visit.query.flag("words")
        try await note(visit, log)
        return try ServerSentEvents.response(to: visit, from: after) { position in
            let batch = try await log.read(after: position, limit: 500)
            position = batch.last?.position ?? position
            return try await opened(batch, log, words: words).map {
                ServerSentEvent(name: "event", data: JSONWriter.text($0.json), id: String($0.position))
            }
        }
    }
}

extension Request {
    /// The media type of the body, without parameters, in lower case.
    var mediaType: String? {
        guard let value = headers[.contentType] else { return nil }
        // By bytes, since every append asks: a media type is ASCII.
        let type = value.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
        return String(decoding: type, as: UTF8.self).lowercased()
    }
}
