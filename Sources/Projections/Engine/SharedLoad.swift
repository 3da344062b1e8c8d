import EventLog
import Foundation
import LibPQ

/// One worker's part of loading several builds of a district together.
///
/// It takes shards that are at their beginning in all of the builds. What another process has begun is left to whoever
/// loads the builds one by one.
struct SharedLoad: Sendable {
    let log: EventLog
    /// Builds of different projections, all bare.
    let builds: [Build]
    let owner: UUID

    /// Loads shards until there are no more that stand at the beginning in all builds.
    /// - Parameter progress: told how far the first build has come, and the newest position.
    func run(progress: (_ position: Int64, _ head: Int64) -> Void) async throws {
        let head = try await log.head()
        if head == 0 { return }
        let (tenant, builds) = (log.district.tenant, builds)
        try await log.transaction { session in
            for build in builds { try Checkpoint.prepare(session, tenant: tenant, build: build, events: head) }
        }
        while let rights = try await claim(upTo: head) {
            let outcome: Projector.Outcome
            do {
                outcome = try await load(rights, upTo: head)
            } catch {
                await release(rights)
                if case ProjectionError.fenced = error { return }
                throw error
            }
            await release(rights)
            if case .stopped = outcome { return }
            progress(try await standing().average, head)
        }
    }

    private func load(_ rights: [Checkpoint], upTo head: Int64) async throws -> Projector.Outcome {
        let parts = rights.compactMap { ProjectionCatalogue.works[$0.build.projection]?.loading($0) }
        return try await Loader(log: log, parts).load(upTo: head)
    }

    private func standing() async throws -> ShardStanding {
        let (tenant, build) = (log.district.tenant, builds[0])
        return try await log.run { try ShardStanding($0, tenant: tenant, build: build) }
    }

    /// The right to the same shards of every build; `nil` when there are no more such shards.
    private func claim(upTo head: Int64) async throws -> [Checkpoint]? {
        let limit = Loader.shards(of: try await standing().count, events: head)
        let (tenant, builds, owner) = (log.district.tenant, builds, owner)
        let rights = try await log.transaction { session in
            guard
                let first = try Checkpoint.claim(
                    session, tenant: tenant, build: builds[0], owner: owner, behind: head, limit: limit)
            else { return [Checkpoint]() }
            var rights = [first]
            if first.position > 0 { return rights }
            for build in builds.dropFirst() {
                let right = try Checkpoint.claim(
                    session, tenant: tenant, build: build, owner: owner, untouched: first.shards)
                guard let right else { break }
                rights.append(right)
            }
            return rights
        }
        if rights.count == builds.count { return rights }
        await release(rights)
        return nil
    }

    private func release(_ rights: [Checkpoint]) async {
        // Where this fails, the leases run out by themselves.
        try? await log.transaction { session in for right in rights { try right.release(session) } }
    }
}
