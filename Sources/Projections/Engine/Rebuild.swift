public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Makes a projection anew from the log, beside the rows that people read, and swaps it in when it is as far and, where
/// the fold is the same, proven equal. People read the old rows until then, and never an empty table. The old tables stay,
/// so that the swap can be taken back, until the next rebuild.
///
/// Killed on the way, the same call goes on from where it stopped. Several processes that rebuild the same share the work.
public struct Rebuild: Sendable {
    /// The database: a rebuild is one for all districts, since they share tables.
    public let store: Store
    /// How many workers load shards at the same time, each with a connection of its own.
    public let workers: Int
    let owner = UUID()

    /// How a rebuild goes on.
    public struct Progress: Hashable, Sendable {
        /// The projections that are being filled.
        public var projections: [String]
        /// The district that is being filled.
        public var district: String
        /// How many of its events are in the rows; a shard counts by its share of the learners.
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
        /// The number of the build that people read before; it stays as it is until the next rebuild.
        public var previous: Int32
        /// The districts whose rows were proven equal to the old ones; empty when the fold is another.
        public var proven: [String]
        /// How long the rows took to be folded, written and given their keys; of projections that were rebuilt together,
        /// those of all of them.
        public var filling: Duration
    }

    /// How often a swap is tried while readers are in the way or the log moves on.
    static let attempts = 20

    /// A rebuild in this database.
    public init(store: Store, workers: Int = 2) {
        self.store = store
        self.workers = max(1, workers)
    }

    /// Rebuilds the projection with this name.
    /// - Throws: ``ProjectionError``, `EventLogError`, `CancellationError`. The live rows are then as they were.
    public func run(
        _ projection: String, progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Report {
        try await run([projection], progress: progress)[0]
    }

    /// Rebuilds projections together: what they read of the log is read once.
    /// - Returns: what was done, in the same order.
    /// - Throws: ``ProjectionError``, `EventLogError`, `CancellationError`. The live rows of those that were not swapped in
    ///   yet are then as they were.
    public func run(
        _ projections: [String], progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> [Report] {
        let types = try projections.map { name throws(ProjectionError) in try ProjectionCatalogue.named(name) }
        return try await run(types, progress: progress)
    }

    func run(
        _ types: [any Projection.Type], progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> [Report] {
        let began = ContinuousClock.now
        var builds: [Build] = []
        for type in types { builds.append(try await begin(type)) }
        builds = try await load(zip(types, builds).map(\.self), progress: progress)
        let filling = began.duration(to: .now)
        var reports: [Report] = []
        for (type, build) in zip(types, builds) { reports.append(try await install(type, build, filling)) }
        return reports
    }

    /// The build to be filled: one that an earlier call left, or a new one. Those that nobody can go back to any more make
    /// room for it.
    private func begin<P: Projection>(_: P.Type) async throws -> Build {
        let builds = try await builds(of: P.self)
        _ = try live(P.self, among: builds)
        for left in builds where left.state == .retired { try await drop(left) }
        return try await unfinished(P.self, among: builds)
    }

    /// Proves a loaded build, where that can be done, and swaps it in.
    private func install<P: Projection>(_: P.Type, _ build: Build, _ filling: Duration) async throws -> Report {
        let live = try live(P.self, among: try await builds(of: P.self))
        var proven: [String] = []
        if live.version == build.version {
            for district in try await store.districts() {
                try await prove(P.self, build, against: live, district)
                proven.append(district.name)
            }
        }
        try await swap(P.self, build)
        return Report(
            projection: P.name, build: build.number, version: build.version, previous: live.number, proven: proven,
            filling: filling)
    }

    /// A build that an earlier call left unfinished, or a new one.
    private func unfinished<P: Projection>(_: P.Type, among builds: [Build]) async throws -> Build {
        if let left = builds.first(where: { $0.state == .building && $0.version == P.version }) { return left }
        // What another version of the program left is of no use to anyone.
        for left in builds where left.state == .building { try await drop(left) }
        let number = try await store.pool.transaction { session in
            try Build.begin(session, projection: P.name, version: P.version)
        }
        return Build(projection: P.name, number: number, version: P.version, state: .building, isLoaded: false)
    }

    /// Compares the rows of a build with those of the live one, at the same position.
    private func prove<P: Projection>(
        _: P.Type, _ build: Build, against live: Build, _ district: District
    ) async throws {
        let projector = Projector(log: store.log(of: district), owner: owner)
        for _ in 0..<Self.attempts {
            let old = try await digest(P.self, of: live, district)
            let now = try await standing(of: build, district)
            // The live rows may be on their way, or behind the new ones.
            guard let position = old.position, position >= now.most else {
                try await projector.catchUp(P.name)
                continue
            }
            try await advance(P.self, build, district, upTo: position)
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
}
