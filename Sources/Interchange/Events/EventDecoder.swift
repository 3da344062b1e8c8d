import EventLog
import Foundation
import LearningRecord

/// Makes events of the lines of a batch, on two cores at once. A line is decoded as soon as it is read, and only those
/// that name what was never met before are decoded again, when that has been looked up for all of them.
struct EventDecoder {
    /// What became of a line.
    enum Outcome: Sendable {
        /// Its event, and the fields that were left out.
        case event(LearningEvent, dropped: [String])
        case rejected(String)
        /// It names something that is not looked up yet.
        case waiting
    }

    private struct Part: Sendable {
        var outcomes: [Outcome] = []
        var missing: RosterReferences.Wanted = [:]
    }

    /// Lines from which on two halves are decoded at once.
    private static let worthHalving = 500

    private let log: EventLog
    private let options: EventImportOptions
    private var roster = RosterReferences()

    init(log: EventLog, options: EventImportOptions) {
        self.log = log
        self.options = options
    }

    /// The outcome of each line.
    mutating func decode(_ lines: [EventBatchReader.Line]) async throws -> [Outcome] {
        roster.forgetMany()
        var outcomes: [Outcome] = []
        let parts = await Self.halves(lines[...], log.district.id, roster, options)
        for part in parts { outcomes += part.outcomes }
        let missing = parts.dropFirst().reduce(into: parts.first?.missing ?? [:]) { all, part in
            all.merge(part.missing) { $0.union($1) }
        }
        guard !missing.isEmpty else { return outcomes }
        try await roster.lookUp(missing, in: log)
        for index in outcomes.indices {
            guard case .waiting = outcomes[index] else { continue }
            var left: RosterReferences.Wanted = [:]
            outcomes[index] = Self.decode(lines[index], log.district.id, roster, options, missing: &left)
        }
        return outcomes
    }

    @concurrent private static func halves(
        _ lines: ArraySlice<EventBatchReader.Line>, _ district: UUID, _ roster: RosterReferences,
        _ options: EventImportOptions
    ) async -> [Part] {
        guard lines.count >= worthHalving else { return [part(lines, district, roster, options)] }
        let middle = lines.startIndex + lines.count / 2
        async let second = part(lines[middle...], district, roster, options)
        let first = part(lines[..<middle], district, roster, options)
        return [first, await second]
    }

    private static func part(
        _ lines: ArraySlice<EventBatchReader.Line>, _ district: UUID, _ roster: RosterReferences,
        _ options: EventImportOptions
    ) -> Part {
        var part = Part()
        part.outcomes.reserveCapacity(lines.count)
        for line in lines { part.outcomes.append(decode(line, district, roster, options, missing: &part.missing)) }
        return part
    }

    private static func decode(
        _ line: EventBatchReader.Line, _ district: UUID, _ roster: RosterReferences, _ options: EventImportOptions,
        missing: inout RosterReferences.Wanted
    ) -> Outcome {
        if line.isTooLong { return .rejected(EventLineError.tooLong(limit: options.longestLine).description) }
        var dropped: [String] = []
        do throws(EventLineError) {
            var content = try EventLine(line.bytes)
            let event = try content.event(
                in: district, roster: roster, missing: &missing,
                dropping: options.dropsGrades ? { dropped.append($0) } : nil)
            return event.map { .event($0, dropped: dropped) } ?? .waiting
        } catch {
            return .rejected(error.description)
        }
    }
}
