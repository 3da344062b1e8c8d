import EventLog
import LearningRecord
import LibPQ

extension Rebuild {
    /// Takes the last swap of a projection back: brings the tables that were live before up to date and swaps them in.
    /// It is the program whose fold made those tables that can do this.
    /// - Throws: ``ProjectionError/nothingToGoBackTo(projection:version:)`` where no such tables are left; other
    ///   ``ProjectionError``, `EventLogError`, `CancellationError`. The live rows are then as they were.
    public func back(_ projection: String) async throws -> Report {
        try await back(try ProjectionCatalogue.named(projection))
    }

    private func back<P: Projection>(_: P.Type) async throws -> Report {
        let builds = try await builds(of: P.self)
        let live = try live(P.self, among: builds)
        guard let old = builds.last(where: { $0.state == .retired && $0.version == P.version && $0.isLoaded }) else {
            throw ProjectionError.nothingToGoBackTo(projection: P.name, version: P.version)
        }
        let began = ContinuousClock.now
        try await swap(P.self, old)
        return Report(
            projection: P.name, build: old.number, version: old.version, previous: live.number, proven: [],
            filling: began.duration(to: .now))
    }

    func builds<P: Projection>(of _: P.Type) async throws -> [Build] {
        try await store.pool.run { try Build.all($0) }.filter { $0.projection == P.name }
    }

    func live<P: Projection>(_: P.Type, among builds: [Build]) throws(ProjectionError) -> Build {
        guard let live = builds.first(where: { $0.state == .live }) else {
            throw ProjectionError.noLiveBuild(projection: P.name)
        }
        return live
    }

    /// Makes the views show a build, once it is as far as the live one in every district.
    func swap<P: Projection>(_: P.Type, _ build: Build) async throws {
        for attempt in 1... {
            for district in try await store.districts() { try await advance(P.self, build, district) }
            do {
                return try await store.pool.transaction { session in
                    try session.execute("set local lock_timeout = '2s'")
                    try build.promote(session)
                }
            } catch let error as PostgresError where error.code == Build.parksMore {
                throw ProjectionError.parksMore(projection: P.name, build: build.number)
            } catch let error as PostgresError
                where attempt < Self.attempts && (error.kind == .timeout || error.code == Build.isBehind)
            {
                continue
            }
        }
    }

    /// Drops the tables of a build that nobody reads.
    func drop(_ build: Build) async throws {
        do {
            try await store.pool.transaction { try build.drop($0) }
        } catch let error as PostgresError where error.code == Build.isUnknown {
            // Another rebuild dropped it.
        }
    }
}
