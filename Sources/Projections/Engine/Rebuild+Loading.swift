import EventLog
import LearningRecord
import LibPQ

extension Rebuild {
    /// Loads every shard of every district into the bare tables of a build, several at a time, then gives the tables
    /// their keys and brings them to where the log stands.
    /// - Returns: the build, loaded.
    func load<P: Projection>(
        _: P.Type, _ bare: Build, progress: (@Sendable (Progress) -> Void)?
    ) async throws -> Build {
        var build = bare
        if !bare.isLoaded {
            let districts = try await store.districts()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<workers {
                    group.addTask { try await load(P.self, bare, districts, worker: worker, progress: progress) }
                }
                try await group.waitForAll()
            }
            try await store.pool.transaction { try bare.finishLoad($0) }
            build.isLoaded = true
        }
        for district in try await store.districts() { try await advance(P.self, build, district, progress: progress) }
        return build
    }

    /// One worker's part: first what nobody is at, district by district, then what others may have left undone.
    private func load<P: Projection>(
        _: P.Type, _ build: Build, _ districts: [District], worker: Int,
        progress: (@Sendable (Progress) -> Void)?
    ) async throws {
        // Each has a name of its own, since a worker may always take what it holds already.
        for isPatient in [false, true] {
            for district in districts {
                let log = store.log(of: district)
                let head = try await log.head()
                let end = try await Projector(log: log).advance(
                    P.self, build, upTo: head, isPatient: isPatient
                ) { position in
                    progress?(Progress(district: district.name, position: position, head: head))
                }
                try fail(P.self, end)
            }
        }
    }

    /// Brings the build to a position in a district, or to the newest.
    func advance<P: Projection>(
        _: P.Type, _ build: Build, _ district: District, upTo last: Int64? = nil,
        progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws {
        let log = store.log(of: district)
        let newest = try await log.head()
        let head = last ?? newest
        let end = try await Projector(log: log, owner: owner).advance(P.self, build, upTo: head) { position in
            progress?(Progress(district: district.name, position: position, head: head))
        }
        try fail(P.self, end)
    }

    private func fail<P: Projection>(_: P.Type, _ end: Projector.Outcome) throws(ProjectionError) {
        guard case .stopped(let position, let reason) = end else { return }
        throw ProjectionError.stopped(projection: P.name, position: position, reason: reason)
    }

    func standing(of build: Build, _ district: District) async throws -> ShardStanding {
        try await store.log(of: district).run { try ShardStanding($0, tenant: district.tenant, build: build) }
    }
}
