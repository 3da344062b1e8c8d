import EventLog
import LearningRecord
import LibPQ
import Projections

/// What the figures of access can be asked for: schools within somebody's reach, windows, dimensions of groups.
struct EquityPlaces: Sendable {
    struct School: Hashable, Sendable {
        let id: SchoolID
        let name: String
    }

    /// By name.
    let schools: [School]
    /// The only schools that the reader may ask for; `nil` for the whole district.
    let reach: Set<SchoolID>?
    /// The newest first.
    let terms: [AccessWindow]
    /// The newest first.
    let years: [AccessWindow]
    /// ``AccessQuery/everyone`` first, the others by name.
    let dimensions: [String]
}

extension EquityPlaces {
    /// Reads them.
    /// - Parameter reach: `nil` for the whole district.
    /// - Throws: `EventLogError`.
    init(_ log: EventLog, _ shelf: EquityShelf, reach: Set<SchoolID>?) async throws {
        let schools = try await Self.schools(log).filter { reach?.contains($0.id) ?? true }
        let reader = AccessReader(log: log)
        let terms = Self.newestFirst(try await reader.terms())
        let years = Self.newestFirst(try await reader.schoolYears()).filter { year in
            !terms.contains { $0.from == year.from && $0.to == year.to }
        }
        let others = try await shelf.dimensions(log).filter { $0 != AccessQuery.everyone }
        self.init(
            schools: schools, reach: reach, terms: terms, years: years, dimensions: [AccessQuery.everyone] + others)
    }

    /// The schools of a district, by name.
    /// - Throws: `EventLogError`.
    static func schools(_ log: EventLog) async throws -> [School] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select school, name from analytics.schools
                 where tenant = \(tenant) and kind = 'school' and ended_on is null order by name, school
                """
            ).map { row in School(id: try row[0, as: SchoolID.self], name: try row[1, as: String.self]) }
        }
    }

    /// Each stretch of days once: sessions of two schools may have the same.
    private static func newestFirst(_ windows: [AccessWindow]) -> [AccessWindow] {
        var seen: Set<String> = []
        return windows.sorted { ($0.from, $0.title) > ($1.from, $1.title) }.filter { seen.insert($0.code).inserted }
    }

    func name(of school: SchoolID) -> String? { schools.first { $0.id == school }?.name }

    /// The window in which somebody begins to read: the shortest that holds today, else the last that has begun.
    func current(on today: CalendarDate) -> AccessWindow? {
        let all = terms + years
        let now = all.filter { $0.from <= today && today <= $0.to }
        return now.min { $0.length < $1.length } ?? all.filter { $0.from <= today }.max { $0.from < $1.from }
            ?? all.last
    }

    /// The window that an address names: by its days, or by its title.
    func window(_ text: String) -> AccessWindow? {
        (terms + years).first { $0.code == text } ?? (terms + years).first { $0.title == text }
    }

    /// Windows that can be compared with one term by term: about as long, the oldest of the last four first.
    func series(to window: AccessWindow) -> [AccessWindow] {
        let alike = (terms + years).filter {
            $0.from <= window.from && $0.length * 2 <= window.length * 3 && window.length * 2 <= $0.length * 3
        }
        var series: [AccessWindow] = []
        // Terms within one another would count the same people twice.
        for candidate in alike.sorted(by: { ($0.from, $0.length) > ($1.from, $1.length) })
        where candidate == window || candidate.to < window.from && series.allSatisfy({ candidate.to < $0.from }) {
            series.append(candidate)
        }
        return Array(series.prefix(4).reversed())
    }
}

extension AccessWindow {
    /// In addresses: the interval of ISO 8601.
    var code: String { "\(from)/\(to)" }
    /// In days.
    var length: Int32 { to.daysSince1970 - from.daysSince1970 + 1 }
}
