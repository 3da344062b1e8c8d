import EventLog
import Hummingbird
import Interchange
import LearningRecord
import NIOCore

/// Events as lines, as many as there are: they go in as they come, some hundred at a time, and what is wrong is reported
/// by line. The same stream again stores nothing twice.
enum AppendStream {
    /// Events that go in together.
    static let chunk = 500
    /// Bytes of a line.
    static let longestLine = 1 << 20
    /// Lines that are reported; more are counted.
    static let reported = 100

    /// What became of the lines so far.
    private struct Outcome {
        var lines: Int64 = 0
        var appended: Int64 = 0
        var known: Int64 = 0
        var rejected: Int64 = 0
        var rejects: [JSON] = []
        var position: Int64 = 0

        mutating func reject(_ line: Int64, _ error: RecordError) {
            rejected += 1
            guard rejects.count < AppendStream.reported else { return }
            rejects.append(
                .object([
                    "line": .number(String(line)), "code": .string(error.code.rawValue), "path": .string(error.path),
                    "message": .string(error.message),
                ]))
        }

        var json: JSON {
            .object([
                "lines": .number(String(lines)), "appended": .number(String(appended)), "known": .number(String(known)),
                "rejected": .number(String(rejected)), "rejects": .array(rejects),
                "position": .number(String(position)),
            ])
        }
    }

    static func answer(_ visit: Visit) async throws -> Response {
        var outcome = Outcome()
        var rest: [UInt8] = []
        var lines: [(number: Int64, bytes: [UInt8])] = []
        func take(_ line: ArraySlice<UInt8>) throws {
            outcome.lines += 1
            guard line.count <= longestLine else {
                throw Problem(.tooLarge, "Line \(outcome.lines) has more than \(longestLine) bytes.")
            }
            if line.contains(where: { $0 > 0x20 }) { lines.append((outcome.lines, Array(line))) }
        }
        for try await buffer in visit.request.body {
            rest += buffer.readableBytesView
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                try take(rest[start..<end])
                start = end + 1
                if lines.count >= chunk {
                    try await store(lines, visit, &outcome)
                    lines.removeAll(keepingCapacity: true)
                }
            }
            rest.removeSubrange(..<start)
            guard rest.count <= longestLine else {
                throw Problem(.tooLarge, "Line \(outcome.lines + 1) has more than \(longestLine) bytes.")
            }
        }
        if !rest.isEmpty { try take(rest[...]) }
        if !lines.isEmpty { try await store(lines, visit, &outcome) }
        return .json(outcome.json).at(outcome.position)
    }

    private static func store(
        _ lines: [(number: Int64, bytes: [UInt8])], _ visit: Visit, _ outcome: inout Outcome
    ) async throws {
        let log = try visit.log()
        let key = try AppendBody.key(visit)
        var objects: [JSONObject] = []
        var numbers: [Int64] = []
        for line in lines {
            do {
                guard let object = try JSONReader.read(line.bytes).object else {
                    throw RecordError(.malformed, at: "", "must be a JSON object")
                }
                objects.append(object)
                numbers.append(line.number)
            } catch let error as RecordError {
                outcome.reject(line.number, error)
            } catch {
                outcome.reject(line.number, RecordError(.malformed, at: "", "not JSON: \(error)"))
            }
        }
        let outcomes = try await EventIntake(log: log).events(of: objects) { index in
            key.map { EventIntake.id(ofKey: $0, Int(numbers[index]), in: log.district) }
        }
        var items: [(line: Int64, event: LearningEvent)] = []
        for (number, made) in zip(numbers, outcomes) {
            switch made {
            case .success(let event): items.append((number, event))
            case .failure(let error): outcome.reject(number, error)
            }
        }
        let bytes = lines.reduce(0) { $0 + $1.bytes.count }
        var stored = outcome
        try await visit.service.admission.admit(bytes) { try await append(items[...], visit, &stored) }
        outcome = stored
    }

    /// Halves what is refused until the events remain that are refused alone.
    private static func append(
        _ items: ArraySlice<(line: Int64, event: LearningEvent)>, _ visit: Visit, _ outcome: inout Outcome
    ) async throws {
        guard let first = items.first else { return }
        do {
            let events = try await Asserting(visit: visit).allowed(items.map(\.event))
            let district = try visit.someone().district
            let receipt = try await visit.service.districts.writer(of: district).append(events)
            outcome.known += Int64(receipt.known)
            outcome.appended += Int64(receipt.positions.count - receipt.known)
            outcome.position = max(outcome.position, receipt.last)
        } catch {
            guard let reason = reasonForOneEvent(error) else { throw error }
            guard items.count > 1 else { return outcome.reject(first.line, reason) }
            let middle = items.startIndex + items.count / 2
            try await append(items[..<middle], visit, &outcome)
            try await append(items[middle...], visit, &outcome)
        }
    }

    /// Why one event was refused; `nil` for what says nothing of a single event.
    private static func reasonForOneEvent(_ error: any Error) -> RecordError? {
        switch error {
        case EventLogError.invalid(_, let error): error
        case let error as EventLogError:
            switch error {
            case .repeatedID, .reusedID, .unknownReference: RecordError(.invalidValue, at: "id", error.description)
            case .erased: RecordError(.invalidValue, at: "learner", error.description)
            default: nil
            }
        case let problem as Problem where problem.sort == .notFound || problem.sort == .forbidden:
            RecordError(.invalidValue, at: "learner", problem.detail)
        default: nil
        }
    }
}
