import EventLog
import LearningRecord
import LibPQ

/// Fills a log to a size.
struct LogGrowth {
    let database: BenchDatabase

    func grow(to size: Int, progress: (String) -> Void) async throws {
        var head = Int(try await database.log.head())
        var source = BenchEvents(learners: 100_000, seed: UInt64(head) + 7)
        while head < size {
            progress("filling the log: \(Cell.grouped(head)) of \(Cell.grouped(size)) events")
            let events = source.next(min(100_000, size - head), words: 60)
            head = Int(try await database.log.appendInBulk(events).last)
        }
        try await database.admin.run { _ = try $0.execute("analyze log.event") }
    }
}
