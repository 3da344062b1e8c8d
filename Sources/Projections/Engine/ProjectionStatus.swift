import EventLog
public import LearningRecord
import LibPQ

/// How a build of a projection stands in a district.
public struct ProjectionStatus: Hashable, Sendable {
    /// The projection.
    public var projection: String
    /// The district's name.
    public var district: String
    /// The number of the build.
    public var build: Int32
    /// The version of the fold that fills it.
    public var version: Int32
    /// Whether people see it, or it is being filled.
    public var state: Build.State
    /// Everything up to here is in the rows, but for what waits with a parked learner.
    public var position: Int64
    /// The newest event of the log.
    public var head: Int64
    /// When the rows last changed.
    public var updatedAt: Instant?
    /// The event whose row cannot be read, where all of it stands still.
    public var stoppedAt: Int64?
    /// Why it stands still.
    public var error: String?
    /// Into how many shards the district is divided; 0 before the first event is folded.
    public var shards: Int
    /// Learners who wait at an event of theirs that cannot be folded, by position. Everybody else's rows go on.
    public var parked: [Parked]

    /// Events that are not in the rows yet.
    public var lag: Int64 { max(0, head - position) }
}

extension ProjectionStatus {
    /// The status of every build that is live or being filled, in one district.
    static func all(_ session: Session, district: District) throws -> [ProjectionStatus] {
        let tenant = district.tenant
        let rows = try session.query(
            """
            select r.projection, r.build, r.version, r.state, r.loaded_at is not null as is_loaded,
                   coalesce(c.position, 0) as position, coalesce(c.shards, 0) as shards,
                   coalesce((select e.position from log.event e where e.tenant = \(tenant)
                             order by e.position desc limit 1), 0) as head,
                   c.updated_at, c.stopped_at, c.error
              from proj.registry r
              left join lateral (
                  select min(s.position) as position, count(*)::int8 as shards, max(s.updated_at) as updated_at,
                         min(s.stopped_at) as stopped_at,
                         (array_agg(s.error order by s.stopped_at) filter (where s.error is not null))[1] as error
                    from proj.standing s
                   where s.tenant = \(tenant) and s.projection = r.projection and s.build = r.build) c on true
             where r.state <> 'retired'
             order by r.projection, r.build
            """)
        let parked = try Parked.byBuild(session, tenant: tenant)
        var statuses: [ProjectionStatus] = []
        for row in rows {
            let build = try Build(row)
            statuses.append(
                ProjectionStatus(
                    projection: build.projection, district: district.name, build: build.number,
                    version: build.version, state: build.state, position: try row["position", as: Int64.self],
                    head: try row["head", as: Int64.self], updatedAt: try row["updated_at", as: Instant?.self],
                    stoppedAt: try row["stopped_at", as: Int64?.self], error: try row["error", as: String?.self],
                    shards: Int(try row["shards", as: Int64.self]),
                    parked: parked[Parked.Place(projection: build.projection, build: build.number)] ?? []))
        }
        return statuses
    }
}
