public import EventLog
import LearningRecord
import LibPQ

/// Reads how many learners of which groups were offered what.
public struct AccessReader: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// A reader for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// The cells of a query, by the names of schools, terms, dimensions and groups.
    /// - Throws: `EventLogError`.
    public func cells(_ query: AccessQuery = AccessQuery()) async throws -> [AccessCell] {
        let tenant = log.district.tenant
        var conditions: SQL = "a.tenant = \(tenant)"
        // Only what is asked for, so that the planner sees it.
        if let school = query.school { conditions = "\(sql: conditions) and a.school = \(school)" }
        if let term = query.term { conditions = "\(sql: conditions) and a.term = \(term)" }
        if let dimension = query.dimension { conditions = "\(sql: conditions) and a.dimension = \(dimension)" }
        if let form = query.form { conditions = "\(sql: conditions) and a.form = \(form)" }
        let statement: SQL = """
            select a.* from analytics.access a where \(sql: conditions)
            order by a.school_name, a.school, a.term_title, a.term, a.dimension, a.group_name, a.form
            """
        return try await log.transaction { session in
            // A district's learners are hashed; with the server's default that would go through the disk.
            try session.execute("set local work_mem = '128MB'")
            try session.execute("set local jit = off")
            return try session.query(statement).map(AccessCell.init)
        }
    }
}
