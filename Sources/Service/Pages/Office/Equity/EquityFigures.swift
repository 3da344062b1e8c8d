import EventLog
import LearningRecord
import Projections

/// The released figures of access behind a page: those of everyone at each school, those of the groups, and those of the
/// terms before. What must not be shown of them, ``AccessRelease`` has decided.
struct EquityFigures: Sendable {
    /// A school.
    struct Place: Sendable {
        let id: SchoolID
        let name: String
        let everyone: AccessRelease.Line
        /// By name; of everyone together, the one line.
        let groups: [AccessRelease.Line]
    }

    /// By name.
    let places: [Place]
    /// Where one school is chosen: its groups in each of some windows, the oldest first.
    let series: [(window: AccessWindow, groups: [AccessRelease.Line])]
    /// Until when events are counted, where the tables are behind for longer than a moment.
    let behindSince: Instant?

    /// - Throws: ``Problem``, `EquityQuestionError`, `EventLogError`.
    init(_ filter: EquityFilter, _ log: EventLog, _ shelf: EquityShelf) async throws {
        let counted = try await shelf.answer(filter.question(by: AccessQuery.everyone), log)
        let everyone = counted.value.ordered
        let isTogether = filter.by == AccessQuery.everyone
        let groups = isTogether ? everyone : try await shelf.answer(filter.question(), log).value.ordered
        places = everyone.map { entry in
            let id = entry.line.counts.school
            return Place(
                id: id, name: entry.school ?? filter.places.name(of: id) ?? "", everyone: entry.line,
                groups: groups.map(\.line).filter { $0.counts.school == id })
        }
        let windows = filter.school == nil ? [] : filter.places.series(to: filter.window)
        if windows.count > 1 {
            let found = try await shelf.answer(filter.question(in: windows), log).value.ordered
            series = windows.map { window in
                (window, found.filter { $0.window == window }.map(\.line))
            }
        } else {
            series = []
        }
        let old = Page.now().microseconds - counted.at.microseconds > Self.patience ? counted.at : nil
        behindSince = try await Self.behindSince(log) ?? old
    }

    /// Every group of the series, by name.
    var names: [String] { Set(series.flatMap(\.groups).map(\.counts.group)).sorted() }

    /// How far the table is behind, where that is more than the moment that it always is.
    private static func behindSince(_ log: EventLog) async throws -> Instant? {
        let all = try await Projector(log: log).status()
        guard let status = all.first(where: { $0.projection == AccessEquity.name && $0.state == .live }),
            status.lag > 0, let updated = status.updatedAt
        else { return nil }
        return Page.now().microseconds - updated.microseconds > patience ? updated : nil
    }

    /// Microseconds.
    private static let patience: Int64 = 60_000_000
}
