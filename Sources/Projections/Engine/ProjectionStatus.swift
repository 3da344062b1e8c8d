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
    /// Everything up to here is in the rows.
    public var position: Int64
    /// The newest event of the log.
    public var head: Int64
    /// When the rows last changed.
    public var updatedAt: Instant?
    /// The event that cannot be folded, where it stands still.
    public var stoppedAt: Int64?
    /// Why it stands still.
    public var error: String?

    /// Events that are not in the rows yet.
    public var lag: Int64 { max(0, head - position) }
}

extension ProjectionStatus {
    /// The status of every build that is live or being filled, in one district.
    static func all(_ session: Session, district: District) throws -> [ProjectionStatus] {
        let tenant = district.tenant
        let rows = try session.query(
            """
            select r.projection, r.build, r.version, r.state, coalesce(c.position, 0) as position,
                   coalesce((select e.position from log.event e where e.tenant = \(tenant)
                             order by e.position desc limit 1), 0) as head,
                   c.updated_at, c.stopped_at, c.error
              from proj.registry r
              left join proj.checkpoint c
                on c.tenant = \(tenant) and c.projection = r.projection and c.build = r.build
             where r.state <> 'retired'
             order by r.projection, r.build
            """)
        return try rows.map { row in
            ProjectionStatus(
                projection: try row["projection", as: String.self], district: district.name,
                build: try row["build", as: Int32.self], version: try row["version", as: Int32.self],
                state: try row.choice("state"), position: try row["position", as: Int64.self],
                head: try row["head", as: Int64.self], updatedAt: try row["updated_at", as: Instant?.self],
                stoppedAt: try row["stopped_at", as: Int64?.self], error: try row["error", as: String?.self])
        }
    }
}
