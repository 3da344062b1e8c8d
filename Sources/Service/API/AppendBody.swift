import EventLog
import HTTPTypes
import Hummingbird
import Interchange
import LearningRecord
import NIOCore

/// One event, or a list of them that goes in as a whole or not at all.
enum AppendBody {
    /// Bytes of a body.
    static let limit = 4 << 20
    /// Events of a list.
    static let events = EventLog.chunk

    static func answer(_ visit: Visit) async throws -> Response {
        let body = try await visit.request.body.collect(upTo: limit)
        return try await visit.service.admission.admit(body.readableBytes) {
            let receipt = try await append(body, visit)
            return .json(
                .object([
                    "positions": .array(receipt.positions.map { .number(String($0)) }),
                    "position": .number(String(receipt.last)), "known": .number(String(receipt.known)),
                    "recordedAt": .string(receipt.recordedAt.description),
                ]), status: receipt.known == receipt.positions.count ? .ok : .created
            ).at(receipt.last)
        }
    }

    private static func append(_ body: ByteBuffer, _ visit: Visit) async throws -> AppendReceipt {
        let objects = try objects(body)
        let log = try visit.log()
        let key = try key(visit)
        let outcomes = try await EventIntake(log: log).events(of: objects) { index in
            key.map { EventIntake.id(ofKey: $0, index, in: log.district) }
        }
        var events: [LearningEvent] = []
        var wrong: [JSON] = []
        for (index, outcome) in outcomes.enumerated() {
            switch outcome {
            case .success(let event): events.append(event)
            case .failure(let error): wrong.append(Problem.member(index, error))
            }
        }
        guard wrong.isEmpty else {
            let first = outcomes.lazy.compactMap { if case .failure(let error) = $0 { error.description } else { nil } }
                .first
            throw Problem(
                .invalidEvent, "\(first ?? "") (\(wrong.count) of \(objects.count) events; nothing was stored)",
                members: ["errors": .array(Array(wrong.prefix(100)))])
        }
        let allowed = try await Asserting(visit: visit).allowed(events)
        return try await visit.service.districts.writer(of: log.district).append(allowed)
    }

    private static func objects(_ body: ByteBuffer) throws -> [JSONObject] {
        let value: JSON
        do {
            value = try JSONReader.read(Array(body.readableBytesView))
        } catch {
            throw Problem(.badRequest, "The body is not JSON: \(error)")
        }
        switch value {
        case .object(let object): return [object]
        case .array(let elements) where elements.count > events:
            throw Problem(.tooLarge, "A list has at most \(events) events; send several, or application/x-ndjson.")
        case .array(let elements):
            let objects = elements.compactMap(\.object)
            if objects.count == elements.count, !objects.isEmpty { return objects }
            throw Problem(.badRequest, "The list must hold events, which are objects, and at least one.")
        default: throw Problem(.badRequest, "The body must be an event or a list of events, not \(value.sort).")
        }
    }

    /// The key by which a retry of the whole request is known (draft-ietf-httpapi-idempotency-key-header-07): the caller's
    /// own, whoever else uses the same.
    static func key(_ visit: Visit) throws -> String? {
        guard let key = visit.request.headers[.idempotencyKey] else { return nil }
        guard (1...200).contains(key.utf8.count) else {
            throw Problem(.badRequest, "Idempotency-Key must have 1 to 200 bytes.")
        }
        return "\(try visit.someone().key):\(key)"
    }
}

extension Response {
    /// Says at which position of the log this is: for a later read that wants to have it.
    func at(_ position: Int64) -> Response {
        var response = self
        response.headers[.waymarkPosition] = String(position)
        return response
    }
}
