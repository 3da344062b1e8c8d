import EventLog
import LearningRecord
import LibPQ
import Projections

/// What is asked of access equity.
struct EquityQuestion: Sendable {
    /// The windows in which to count.
    enum Windows: Sendable {
        /// Every term, or those of a title.
        case terms(String?)
        /// The school year that ends in this year.
        case schoolYear(Int32)
        /// Any two days, both included.
        case days(CalendarDate, CalendarDate)
    }

    let form: String
    let dimension: String?
    let crossed: String?
    let school: String?
    let windows: Windows
    var days: Int32 = 30

    /// Refuses names that the district does not have, and lists those that it has.
    func check(_ log: EventLog) async throws {
        let tenant = log.district.tenant
        let reader = AccessReader(log: log)
        let dimensions = try await reader.dimensions()
        let schools = try await log.run { session in
            try session.query("select name from analytics.schools where tenant = \(tenant) order by 1")
                .column(as: String.self)
        }
        for name in [dimension, crossed] { try Self.check(name, among: dimensions, "dimension of groups by that name") }
        try Self.check(school, among: schools, "school of that name")
        switch windows {
        case .terms(let title): try Self.check(title, among: try await reader.terms().map(\.title), "term of that name")
        case .schoolYear(let year):
            let known = try await reader.schoolYears().map(\.title)
            guard try await !reader.schoolYears(endingIn: year).isEmpty else {
                try Self.check("\(year)", among: known, "school year that ends in \(year)")
                return
            }
        case .days: break
        }
    }

    /// The one school and window that the names name.
    func place(_ log: EventLog) async throws -> (school: SchoolID, window: AccessWindow) {
        let schools = try await schools(log).filter { school == nil || $0.value == school }.map(\.key)
        let found = try await found(AccessReader(log: log))
        guard let school = schools.first, let window = found.first, schools.count == 1, found.count == 1 else {
            throw Failure.refused(
                "not one school and one window, but \(schools.count) and \(found.count), have these names",
                advice: "--from and --to name the days of one of several terms of a title.")
        }
        return (school, window)
    }

    /// The answer, by school, window and group: in the order of their names, never of their counts.
    func answer(_ log: EventLog, exact: Bool) async throws -> EquityAnswer {
        let reader = AccessReader(log: log)
        let windows = try await found(reader)
        let names = try await schools(log)
        // Several schools may have one name.
        let asked: [SchoolID?] = school == nil ? [nil] : names.filter { $0.value == school }.map(\.key)
        let dimensions = if let dimension { [dimension] } else { try await reader.dimensions() }
        var answer = EquityAnswer()
        for window in windows {
            for school in asked {
                let question = AccessReader.Question(school: school, form: form, days: days)
                let everyone = exact ? nil : try await reader.counts(in: window, question)
                for dimension in dimensions {
                    let lines =
                        exact
                        ? try await reader.counts(in: window, by: dimension, and: crossed, question)
                            .map { AccessRelease.Line(counts: $0) }
                        : try await reader.released(
                            in: window, by: dimension, and: crossed, question, everyone: everyone)
                    answer.add(lines, window: window, dimension: dimension, crossed: crossed, schools: names)
                }
            }
        }
        return answer
    }

    /// The windows, with their days.
    private func found(_ reader: AccessReader) async throws -> [AccessWindow] {
        switch windows {
        case .terms(let title): try await reader.terms(titled: title)
        case .schoolYear(let year): try await reader.schoolYears(endingIn: year)
        case .days(let from, let to): [AccessWindow(title: "\(from) to \(to)", from: from, to: to)]
        }
    }

    private func schools(_ log: EventLog) async throws -> [SchoolID: String] {
        let tenant = log.district.tenant
        return try await log.run { session in
            var names: [SchoolID: String] = [:]
            for row in try session.query("select school, name from analytics.schools where tenant = \(tenant)") {
                names[try row[0, as: SchoolID.self]] = try row[1, as: String.self]
            }
            return names
        }
    }

    private static func check(_ name: String?, among known: [String], _ what: String) throws {
        guard let name, !known.contains(name) else { return }
        let list = known.prefix(12).map(TextWidth.harmless).joined(separator: ", ")
        throw Failure.refused(
            "there is no \(what)", advice: known.isEmpty ? nil : "There are \(list)\(known.count > 12 ? ", …" : "").")
    }
}
