public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Makes a projection anew from the log, beside the rows that people read, and swaps it in when it is as far and, where
/// the fold is the same, proven equal. People read the old rows until then, and never an empty table.
///
/// Killed on the way, the same call goes on from where it stopped.
public struct Rebuild: Sendable {
    /// The database: a rebuild is one for all districts, since they share tables.
    public let store: Store
    private let owner = UUID()

    /// How a rebuild goes on.
    public struct Progress: Hashable, Sendable {
        /// The district that is being filled.
        public var district: String
        /// The position it has come to.
        public var position: Int64
        /// The newest position when it began.
        public var head: Int64
    }

    /// What a rebuild did.
    public struct Report: Hashable, Sendable {
        /// The projection.
        public var projection: String
        /// The number of the build that people read now.
        public var build: Int32
        /// The version of the fold that filled it.
        public var version: Int32
        /// The districts whose rows were proven equal to the old ones; empty when the fold is another.
        public var proven: [String]
    }

    /// How often a swap is tried while readers are in the way or the log moves on.
    static let attempts = 20

    /// A rebuild in this database.
    public init(store: Store) {
        self.store = store
    }

    /// Rebuilds the projection with this name.
    /// - Throws: ``ProjectionError``, `EventLogError`, `CancellationError`. The live rows are then as they were.
    public func run(
        _ projection: String, progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Report {
        try await run(try ProjectionCatalogue.named(projection), progress: progress)
    }

    private func run<P: Projection>(
        _: P.Type, progress: (@Sendable (Progress) -> Void)?
    ) async throws -> Report {
        let builds = try await store.pool.run { try Build.all($0) }.filter { $0.projection == P.name }
        guard let live = builds.first(where: { $0.state == .live }) else {
            throw ProjectionError.noLiveBuild(projection: P.name)
        }
        // What an earlier rebuild was killed before it could drop.
        for left in builds where left.state == .retired { try await drop(left) }
        let build = try await unfinished(P.self, among: builds)
        let districts = try await store.districts()
        for district in districts { try await fill(P.self, build, district, progress: progress) }
        var proven: [String] = []
        if live.version == build.version {
            for district in districts {
                try await prove(P.self, build, against: live, district)
                proven.append(district.name)
            }
        }
        try await swap(P.self, build)
        try await drop(live)
        return Report(projection: P.name, build: build.number, version: build.version, proven: proven)
    }

    /// A build that an earlier call left unfinished, or a new one.
    private func unfinished<P: Projection>(_: P.Type, among builds: [Build]) async throws -> Build {
        if let left = builds.first(where: { $0.state == .building && $0.version == P.version }) { return left }
        let number = try await store.pool.transaction { session in
            try Build.begin(session, projection: P.name, version: P.version)
        }
        return Build(projection: P.name, number: number, version: P.version, state: .building)
    }

    /// Brings the build to a position in a district, or to the newest.
    private func fill<P: Projection>(
        _: P.Type, _ build: Build, _ district: District, upTo last: Int64? = nil,
        progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws {
        let log = store.log(of: district)
        let newest = try await log.head()
        let head = last ?? newest
        let projector = Projector(log: log, owner: owner)
        while true {
            guard let claimed = try await projector.claim(build) else {
                // Another process rebuilds the same: wait for it, or for the end of its lease.
                try await Task.sleep(for: Projector.patience)
                continue
            }
            let end = try await projector.work(P.self, claimed, upTo: head) { position in
                progress?(Progress(district: district.name, position: position, head: head))
            }
            guard case .stopped(let position, let reason) = end else { return }
            throw ProjectionError.stopped(projection: P.name, position: position, reason: reason)
        }
    }

    /// Compares the rows of a build with those of the live one, at the same position.
    private func prove<P: Projection>(
        _: P.Type, _ build: Build, against live: Build, _ district: District
    ) async throws {
        for _ in 0..<Self.attempts {
            let old = try await digest(P.self, of: live, district)
            // The live rows may be behind the new ones, and then catch up while this waits.
            let now = try await digest(P.self, of: build, district)
            if old.position < now.position {
                try await Projector(log: store.log(of: district), owner: owner).catchUp()
                continue
            }
            try await fill(P.self, build, district, upTo: old.position)
            let new = try await digest(P.self, of: build, district)
            if new.position != old.position { continue }
            guard new.rows == old.rows else {
                throw ProjectionError.differs(projection: P.name, district: district.name)
            }
            return
        }
        throw ProjectionError.moving(projection: P.name, district: district.name)
    }

    private func digest<P: Projection>(_: P.Type, of build: Build, _ district: District) async throws -> RowDigest {
        try await store.pool.read { try RowDigest($0, P.self, build, tenant: district.tenant) }
    }

    private func swap<P: Projection>(_: P.Type, _ build: Build) async throws {
        for attempt in 1... {
            for district in try await store.districts() { try await fill(P.self, build, district) }
            do {
                return try await store.pool.transaction { session in
                    try session.execute("set local lock_timeout = '2s'")
                    try build.promote(session)
                }
            } catch let error as PostgresError
                where attempt < Self.attempts && (error.kind == .timeout || error.code == Build.isBehind)
            {
                continue
            }
        }
    }

    /// The tables that were live go as soon as nobody reads them any more.
    private func drop(_ build: Build) async throws {
        do {
            try await store.pool.transaction { try build.drop($0) }
        } catch let error as PostgresError where error.code == Build.isUnknown {
            // Another rebuild dropped it.
        }
    }
}
