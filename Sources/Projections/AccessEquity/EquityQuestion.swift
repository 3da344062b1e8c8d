public import EventLog
public import LearningRecord
import LibPQ

/// What is asked of access equity, in the names that people use: which groups, where, and in which days.
public struct EquityQuestion: Hashable, Sendable {
    /// The windows in which to count.
    public enum Windows: Hashable, Sendable {
        /// Every term, or those of a title.
        case terms(String?)
        /// The school year that ends in this year.
        case schoolYear(Int32)
        /// Any two days, both included.
        case days(CalendarDate, CalendarDate)
        /// These, which the caller read from the district before.
        case these([AccessWindow])
    }

    /// Which schools.
    public enum Schools: Hashable, Sendable {
        /// All of the district.
        case all
        /// Those of a name.
        case named(String)
        /// These.
        case these(Set<SchoolID>)
    }

    /// The form of opportunity; ``AccessQuery/anyForm`` for all together.
    public var form: String
    /// The dimension of groups; all of them where none is named.
    public var dimension: String?
    /// The dimension with which it is crossed.
    public var crossed: String?
    /// Which schools.
    public var schools: Schools
    /// In which days.
    public var windows: Windows
    /// An offer within so many days after somebody came is one that came soon.
    public var days: Int32

    /// A question.
    public init(
        form: String = AccessQuery.anyForm, dimension: String? = nil, crossed: String? = nil, schools: Schools = .all,
        windows: Windows, days: Int32 = 30
    ) {
        self.form = form
        self.dimension = dimension
        self.crossed = crossed
        self.schools = schools
        self.windows = windows
        self.days = days
    }

    /// Refuses names that the district does not have, and tells those that it has.
    /// - Throws: ``EquityQuestionError``, `EventLogError`.
    public func check(_ log: EventLog) async throws {
        let reader = AccessReader(log: log)
        let dimensions = try await reader.dimensions()
        for name in [dimension, crossed] { try Self.check(name, among: dimensions, .dimension) }
        if case .named(let name) = schools {
            try Self.check(name, among: try await Self.schools(log).values.sorted(), .school)
        }
        switch windows {
        case .terms(let title): try Self.check(title, among: try await reader.terms().map(\.title), .term)
        case .schoolYear(let year):
            guard try await reader.schoolYears(endingIn: year).isEmpty else { break }
            throw EquityQuestionError.unknown(
                .schoolYear, "\(year)", known: try await reader.schoolYears().map(\.title))
        case .days, .these: break
        }
    }

    /// The one school and window that the names name.
    /// - Throws: ``EquityQuestionError``, `EventLogError`.
    public func place(_ log: EventLog) async throws -> (school: SchoolID, window: AccessWindow) {
        let names = try await Self.schools(log)
        let schools = asked(among: names) ?? Array(names.keys)
        let found = try await found(AccessReader(log: log))
        guard let school = schools.first, let window = found.first, schools.count == 1, found.count == 1 else {
            throw EquityQuestionError.notOne(schools: schools.count, windows: found.count)
        }
        return (school, window)
    }

    /// The answer, by school, window and group: in the order of their names, never of their counts.
    /// - Parameter exact: everything is told; for those who work with the learners' records anyway.
    /// - Throws: `EventLogError`.
    public func answer(_ log: EventLog, exact: Bool) async throws -> EquityAnswer {
        let reader = AccessReader(log: log)
        let windows = try await found(reader)
        let names = try await Self.schools(log)
        // Several schools may have one name.
        let asked: [SchoolID?] = asked(among: names) ?? [nil]
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
        case .these(let windows): windows
        }
    }

    /// The schools that are asked for; `nil` for all.
    private func asked(among names: [SchoolID: String]) -> [SchoolID]? {
        switch schools {
        case .all: nil
        case .named(let name): names.filter { $0.value == name }.map(\.key)
        case .these(let schools): Array(schools.filter { names[$0] != nil })
        }
    }

    /// The schools of a district with their names.
    /// - Throws: `EventLogError`.
    public static func schools(_ log: EventLog) async throws -> [SchoolID: String] {
        let tenant = log.district.tenant
        return try await log.run { session in
            var names: [SchoolID: String] = [:]
            for row in try session.query("select school, name from analytics.schools where tenant = \(tenant)") {
                names[try row[0, as: SchoolID.self]] = try row[1, as: String.self]
            }
            return names
        }
    }

    private static func check(
        _ name: String?, among known: [String], _ what: EquityQuestionError.Name
    ) throws(EquityQuestionError) {
        guard let name, !known.contains(name) else { return }
        throw .unknown(what, name, known: known)
    }
}
