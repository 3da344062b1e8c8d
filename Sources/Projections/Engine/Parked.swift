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
        try byBuild(session, tenant: tenant)[Place(projection: build.projection, build: build.number)] ?? []
    }

    /// The parked learners of a district, by projection and build, each by position.
    static func byBuild(_ session: Session, tenant: Int32) throws(PostgresError) -> [Place: [Parked]] {
        var parked: [Place: [Parked]] = [:]
        for row in try session.query(
            """
            select projection, build, learner, position, error from proj.parked
             where tenant = \(tenant) order by position, learner
            """)
        {
            let place = Place(projection: try row[0, as: String.self], build: try row[1, as: Int32.self])
            parked[place, default: []].append(
                Parked(
                    learner: try row[2, as: LearnerID.self], position: try row[3, as: Int64.self],
                    error: try row[4, as: String.self]))
        }
        return parked
    }

    /// A build of a projection.
    struct Place: Hashable {
        let projection: String
        let build: Int32
    }

    /// Writes down learners who wait from now on.
    static func store(_ parked: [Parked], _ session: Session, tenant: Int32, build: Build) throws(PostgresError) {
        if !parked.isEmpty { try session.execute(storing(parked, tenant: tenant, build: build)) }
    }

    /// The statement that writes down learners who wait from now on.
    static func storing(_ parked: [Parked], tenant: Int32, build: Build) -> SQL {
        """
        insert into proj.parked (tenant, projection, build, learner, position, error)
        select \(tenant), \(build.projection), \(build.number), u.learner, u.position, u.error
          from unnest(\(parked.map(\.learner)), \(parked.map(\.position)), \(parked.map(\.error)))
               u (learner, position, error)
        on conflict (tenant, projection, build, learner) do update
            set position = excluded.position, error = excluded.error, parked_at = clock_timestamp()
        """
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
