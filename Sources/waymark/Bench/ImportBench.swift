import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ

/// Learning events imported from JSON Lines, beside a bulk append of the very same events that are decoded already.
///
/// The lines go into one district; what the log then holds of them is read back and appended to another one.
struct ImportBench {
    let database: BenchDatabase
    let rounds: Int
    /// Lines of a round.
    let events: Int
    /// A folder of `waymark-sample district` whose lines are imported; without it lines are made of ``BenchEvents``.
    let sample: String?

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let twin = database.store.log(of: try await database.store.createDistrict(named: "Twin"))
        progress("the roster of the sample")
        if let sample { try await importRoster(sample) }
        let lines = try BenchLines(sample: sample)
        var product: [Double] = []
        var other: [Double] = []
        // The first round warms caches and makes the learners' keys.
        for round in 0...rounds {
            progress("importing events, round \(round) of \(rounds)")
            let file = folder.appendingPathComponent("\(round).jsonl")
            try lines.write(events, to: file)
            let before = try await database.log.head()
            let seconds = try await ContinuousClock().seconds { try await importLines(file.path) }
            try FileManager.default.removeItem(at: file)
            let decoded = try await database.log.open(database.log.read(after: before, limit: events + 1)).map(\.event)
            guard decoded.count == events else { throw ImportBenchError(wanted: events, stored: decoded.count) }
            let bulkSeconds = try await ContinuousClock().seconds { _ = try await twin.appendInBulk(decoded) }
            if round == 0 { continue }
            product.append(Double(events) / seconds)
            other.append(Double(events) / bulkSeconds)
        }
        return [
            Measurement(
                what: "\(Cell.grouped(events)) events imported from JSON Lines",
                comparedWith: "bulk append of the same events, decoded already", unit: "events/s", product: product,
                other: other, bar: 0.5)
        ]
    }

    private func importLines(_ path: String) async throws {
        let report = try await EventImport(log: database.log).run(path: path)
        guard report.appended == events else {
            throw ImportBenchError(wanted: events, stored: Int(report.appended))
        }
    }

    private func importRoster(_ sample: String) async throws {
        let location = NamedFilesLocation(path: sample + "/roster")
        _ = try await RosterImport(log: database.log, options: RosterImportOptions(asOf: Clock.now().date))
            .run(from: location)
    }
}

/// The lines that one round after the other imports.
private final class BenchLines {
    private var source = BenchEvents(learners: 20_000, seed: 2)
    private let sample: FileHandle?
    private var rest = Data()

    init(sample: String?) throws {
        self.sample = try sample.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0 + "/events.jsonl")) }
    }

    /// Writes the next `count` lines to a file.
    func write(_ count: Int, to url: URL) throws {
        try Data().write(to: url)
        let file = try FileHandle(forWritingTo: url)
        defer { try? file.close() }
        guard let sample else {
            var bytes: [UInt8] = []
            for event in source.next(count) {
                JSONWriter.write(.object(event.json), into: &bytes)
                bytes.append(0x0A)
            }
            return try file.write(contentsOf: bytes)
        }
        var left = count
        while left > 0 {
            if rest.isEmpty { rest = try sample.read(upToCount: 1 << 20) ?? Data() }
            if rest.isEmpty { throw ImportBenchError(wanted: count, stored: count - left) }
            var end = rest.startIndex
            while left > 0, let next = rest[end...].firstIndex(of: 0x0A) {
                end = next + 1
                left -= 1
            }
            if left > 0 { end = rest.endIndex }
            try file.write(contentsOf: rest[..<end])
            rest = Data(rest[end...])
        }
    }
}

/// What was to be measured did not happen.
private struct ImportBenchError: Error, CustomStringConvertible {
    let wanted: Int
    let stored: Int
    var description: String {
        "\(wanted) lines were to be imported, and \(stored) events were; does the sample have lines for every round?"
    }
}
