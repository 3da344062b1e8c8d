import EventLog
import Foundation
import LearningRecord
import LibPQ

extension Rebuild {
    /// A build, and the projection that it is one of.
    typealias Filling = (type: any Projection.Type, build: Build)

    /// Loads every shard of every district into the bare tables of builds, several at a time, then gives the tables
    /// their keys and brings them to where the log stands.
    /// - Returns: the builds, loaded.
    func load(_ fillings: [Filling], progress: (@Sendable (Progress) -> Void)?) async throws -> [Build] {
        let bare = fillings.filter { !$0.build.isLoaded }
        if bare.count > 1 { try await loadTogether(bare.map(\.build), progress: progress) }
        // What is left: where another process was at it, or one projection meets what is nothing to the others.
        for (type, build) in bare { try await loadAlone(type, build, progress: progress) }
        try await everyWorker(bare.map(\.build)) { build in
            try await store.pool.transaction { try build.finishLoad($0) }
        }
        var loaded: [Build] = []
        for (type, bare) in fillings {
            var build = bare
            build.isLoaded = true
            for district in try await store.districts() {
                try await advance(type, build, district, progress: progress)
            }
            loaded.append(build)
        }
        return loaded
    }

    /// Does something with each build, as many at a time as there are workers.
    private func everyWorker(_ builds: [Build], _ body: @escaping @Sendable (Build) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, build) in builds.enumerated() {
                if index >= workers { try await group.next() }
                group.addTask { try await body(build) }
            }
            try await group.waitForAll()
        }
    }

    /// Loads what nobody has begun of several builds, in one pass over the log for each part of the learners.
    private func loadTogether(_ builds: [Build], progress: (@Sendable (Progress) -> Void)?) async throws {
        let districts = try await store.districts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    // Each has a name of its own, since a worker may always take what it holds already.
                    let owner = UUID()
                    for district in districts {
                        let shared = SharedLoad(log: store.log(of: district), builds: builds, owner: owner)
                        try await shared.run { position, head in
                            progress?(
                                Progress(
                                    projections: builds.map(\.projection), district: district.name, position: position,
                                    head: head))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func loadAlone<P: Projection>(
        _: P.Type, _ build: Build, progress: (@Sendable (Progress) -> Void)?
    ) async throws {
        let districts = try await store.districts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask { try await load(P.self, build, districts, progress: progress) }
            }
            try await group.waitForAll()
        }
    }

    /// One worker's part: first what nobody is at, district by district, then what others may have left undone.
    private func load<P: Projection>(
        _: P.Type, _ build: Build, _ districts: [District], progress: (@Sendable (Progress) -> Void)?
    ) async throws {
        // Each has a name of its own, since a worker may always take what it holds already.
        for isPatient in [false, true] {
            for district in districts {
                let log = store.log(of: district)
                let head = try await log.head()
                let end = try await Projector(log: log).advance(
                    P.self, build, upTo: head, isPatient: isPatient
                ) { position in
                    progress?(Progress(projections: [P.name], district: district.name, position: position, head: head))
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
            progress?(Progress(projections: [P.name], district: district.name, position: position, head: head))
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
