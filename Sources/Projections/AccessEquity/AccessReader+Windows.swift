import EventLog
public import LearningRecord
import LibPQ

extension AccessReader {
    /// What is counted, and of whom.
    public struct Question: Hashable, Sendable {
        /// Only this school.
        public var school: SchoolID?
        /// Only this form of opportunity; ``AccessQuery/anyForm`` for all together.
        public var form: String
        /// An offer within so many days after somebody came is one that came soon.
        public var days: Int32

        /// A question.
        public init(school: SchoolID? = nil, form: String = AccessQuery.anyForm, days: Int32 = 30) {
            self.school = school
            self.form = form
            self.days = days
        }
    }

    /// The counts in a window, by the groups of one dimension (``AccessQuery/everyone``: all people together), or of two
    /// at once. By school and group, never by count.
    /// - Throws: `EventLogError`.
    public func counts(
        in window: AccessWindow, by dimension: String = AccessQuery.everyone, and crossed: String? = nil,
        _ question: Question = Question()
    ) async throws -> [AccessCounts] {
        let tenant = log.district.tenant
        return try await log.transaction { session in
            // A district's learners are hashed and sorted; with the server's default that would go through the disk.
            try session.execute("set local work_mem = '128MB'")
            try session.execute("set local jit = off")
            return try session.query(
                """
                select * from analytics.access_between(
                    \(tenant), \(window.from), \(window.to), \(question.school), \(dimension), \(crossed),
                    \(question.form), \(question.days))
                """
            ).map(AccessCounts.init)
        }
    }

    /// The terms of the district by their first day, with their titles.
    /// - Throws: `EventLogError`.
    public func terms(titled title: String? = nil) async throws -> [AccessWindow] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select title, starts_on, ends_on from analytics.terms
                where tenant = \(tenant) and (\(title)::text is null or title = \(title)) order by starts_on, title, term
                """
            ).map(AccessWindow.init)
        }
    }

    /// The school years of the district, each from the first day of its terms to their last.
    /// - Parameter year: only the one that ends in this year.
    /// - Throws: `EventLogError`.
    public func schoolYears(endingIn year: Int32? = nil) async throws -> [AccessWindow] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select (school_year - 1) || '-' || lpad((school_year % 100)::text, 2, '0'), starts_on, ends_on
                  from analytics.school_years
                 where tenant = \(tenant) and (\(year)::int is null or school_year = \(year)) order by school_year
                """
            ).map(AccessWindow.init)
        }
    }

    /// The dimensions of groups that the district has, ``AccessQuery/everyone`` among them.
    /// - Throws: `EventLogError`.
    public func dimensions() async throws -> [String] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select distinct dimension from ref.group_membership where tenant = \(tenant)
                union select \(AccessQuery.everyone) order by 1
                """
            ).column(as: String.self)
        }
    }
}

extension AccessWindow {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            title: try row[0, as: String.self], from: try row[1, as: CalendarDate.self],
            to: try row[2, as: CalendarDate.self])
    }
}
