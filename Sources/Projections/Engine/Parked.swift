import EventLog
public import LearningRecord
import LibPQ

/// A learner of whom a projection cannot fold an event: the rows are as they were before it, everybody else's go on.
public struct Parked: Hashable, Sendable {
    /// Whose it is.
    public var learner: LearnerID
    /// The first event that is not in the learner's rows.
    public var position: Int64
    /// Why it is not.
    public var error: String
}

extension Parked {
    /// The parked learners of a build in a district, by position.
    static func all(_ session: Session, tenant: Int32, build: Build) throws(PostgresError) -> [Parked] {
        var parked: [Parked] = []
        for row in try session.query(
            """
            select learner, position, error from proj.parked
             where tenant = \(tenant) and projection = \(build.projection) and build = \(build.number)
             order by position, learner
            """)
        {
            parked.append(
                Parked(
                    learner: try row[0, as: LearnerID.self], position: try row[1, as: Int64.self],
                    error: try row[2, as: String.self]))
        }
        return parked
    }

    /// Writes down learners who wait from now on.
    static func store(_ parked: [Parked], _ session: Session, tenant: Int32, build: Build) throws(PostgresError) {
        if parked.isEmpty { return }
        try session.execute(
            """
            insert into proj.parked (tenant, projection, build, learner, position, error)
            select \(tenant), \(build.projection), \(build.number), u.learner, u.position, u.error
              from unnest(\(parked.map(\.learner)), \(parked.map(\.position)), \(parked.map(\.error)))
                   u (learner, position, error)
            on conflict (tenant, projection, build, learner) do update
                set position = excluded.position, error = excluded.error, parked_at = clock_timestamp()
            """)
    }

    /// Takes a learner off the list.
    static func clear(
        _ learner: LearnerID, _ session: Session, tenant: Int32, build: Build
    ) throws(PostgresError) {
        try session.execute(
            """
            delete from proj.parked where tenant = \(tenant) and projection = \(build.projection)
               and build = \(build.number) and learner = \(learner)
            """)
    }
}
