public import LearningRecord
import LibPQ

/// One filling of a projection's tables. One build is live: the views show it. Others are being filled, or were live
/// before.
public struct Build: Hashable, Sendable {
    /// The projection.
    public var projection: String
    /// The number of the build, from 1: its tables end in it.
    public var number: Int32
    /// The version of the fold that fills it.
    public var version: Int32
    /// What has become of it.
    public var state: State
    /// Whether its tables have their keys and their fence: before that they can only be loaded into.
    public var isLoaded: Bool

    /// What has become of a build.
    public enum State: String, Choice {
        /// It is being filled.
        case building
        /// The views show it.
        case live
        /// Another took its place.
        case retired
    }

    init(projection: String, number: Int32, version: Int32, state: State, isLoaded: Bool) {
        self.projection = projection
        self.number = number
        self.version = version
        self.state = state
        self.isLoaded = isLoaded
    }

    init(_ row: Row) throws(PostgresError) {
        projection = try row["projection", as: String.self]
        number = try row["build", as: Int32.self]
        version = try row["version", as: Int32.self]
        state = try row.choice("state")
        isLoaded = try row["is_loaded", as: Bool.self]
    }

    /// What `proj.promote` answers for a build that is behind the live one.
    static let isBehind = PostgresError.Code(rawValue: "WM425")

    /// What `proj.promote` answers for a build that parks a learner whom the live one shows further.
    static let parksMore = PostgresError.Code(rawValue: "WM426")

    /// What `proj.drop_build` answers for a build that is not there.
    static let isUnknown = PostgresError.Code(rawValue: "WM404")

    /// The table that holds the rows of one of the projection's tables, in this build.
    func table(_ table: ProjectionTable) -> String { "\(table.name)_b\(number)" }

    /// The table of the states of this build.
    var stateTable: String { "\(projection)_state_b\(number)" }
}

extension Build {
    /// Every build, the newest last.
    static func all(_ session: Session) throws(PostgresError) -> [Build] {
        var builds: [Build] = []
        for row in try session.query(
            """
            select projection, build, version, state, loaded_at is not null as is_loaded
              from proj.registry order by projection, build
            """)
        {
            builds.append(try Build(row))
        }
        return builds
    }

    /// Makes the empty tables of a new build.
    static func begin(_ session: Session, projection: String, version: Int32) throws(PostgresError) -> Int32 {
        try session.query("select proj.begin_build(\(projection), \(version))").single(as: Int32.self)
    }

    /// Gives the tables of this build their keys and their fence, once every shard is loaded.
    func finishLoad(_ session: Session) throws(PostgresError) {
        try session.execute("select proj.finish_load(\(projection), \(number))")
    }

    /// Makes the views show this build.
    func promote(_ session: Session) throws(PostgresError) {
        try session.execute("select proj.promote(\(projection), \(number))")
    }

    /// Drops the tables of this build.
    func drop(_ session: Session) throws(PostgresError) {
        try session.execute("select proj.drop_build(\(projection), \(number))")
    }
}
