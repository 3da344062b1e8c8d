import EventLog
import Foundation
import LearningRecord
import LibPQ
import Synchronization
import TestSupport
import Testing

@testable import Projections

@Suite("A rebuild")
struct RebuildTests {
    @Test("can be taken back: the rows from before are brought up to date and swapped in, and forth again")
    func back() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 31, count: 30)], seed: 1)
            try await district.projector.catchUp()
            #expect(try await Rebuild(store: district.store).run("continuum").previous == 1)
            try await district.append([try RandomHistory(seed: 32, count: 30)], seed: 2)
            try await district.projector.catchUp()
            let rows = try await district.rows()
            #expect(try await Rebuild(store: district.store).back("continuum").build == 1)
            #expect(try await district.rows() == rows)
            try await district.append([try RandomHistory(seed: 33, count: 30)], seed: 3)
            try await district.projector.catchUp()
            #expect(try await district.storedContinuum() == district.expectedContinuum())
            #expect(try await Rebuild(store: district.store).back("continuum").build == 2)
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("cannot be taken back to nothing, nor to the tables of another version")
    func nothingToGoBackTo() async throws {
        try await SmallDistrict.with { district in
            let none = ProjectionError.nothingToGoBackTo(projection: "access", version: AccessEquity.version)
            await #expect(throws: none) { try await Rebuild(store: district.store).back("access") }
            _ = try await district.administer { try $0.execute("update proj.registry set version = 9") }
            _ = try await Rebuild(store: district.store).run("access")
            await #expect(throws: none) { try await Rebuild(store: district.store).back("access") }
        }
    }

    @Test("interrupted between any two of its steps, goes on and ends with the same rows", arguments: 0..<6)
    func interrupted(step: Int) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<8).map { try RandomHistory(seed: UInt64($0) + 600, count: 30) }
            try await district.append(histories, seed: 4)
            try await district.projector.catchUp()
            let live = try await district.rows()
            // The same steps as a rebuild takes, up to where it is cut off.
            let rebuild = Rebuild(store: district.store, workers: 1)
            let number = try await district.store.pool.transaction {
                try Build.begin($0, projection: "continuum", version: Continuum.version)
            }
            let bare = Build(
                projection: "continuum", number: number, version: Continuum.version, state: .building, isLoaded: false)
            let head = try await district.log.head()
            let projector = district.projector
            let tenant = district.tenant
            if step >= 1 {
                try await district.log.transaction {
                    try Checkpoint.prepare($0, tenant: tenant, build: bare, events: head)
                }
            }
            if step >= 2 {
                let claimed = try #require(try await projector.claim(bare, behind: head, limit: 1))
                // One shard is loaded; another was begun by somebody who died with the lease.
                _ = try await Loader(log: district.log, [LoadedFolds<Continuum>(claimed)]).load(upTo: head)
                _ = try #require(try await projector.claim(bare, behind: head, limit: 1))
                _ = try await district.administer {
                    try $0.execute("update proj.checkpoint set lease_until = '-infinity' where build = \(number)")
                }
            }
            var loaded = bare
            if step >= 3 { loaded = try await rebuild.load([(Continuum.self, bare)], progress: nil)[0] }
            if step >= 4 { #expect(loaded.isLoaded) }
            if step >= 5 { try await rebuild.swap(Continuum.self, loaded) }
            let report = try await Rebuild(store: district.store).run("continuum")
            #expect(report.build == (step == 5 ? number + 1 : number))
            #expect(report.proven == ["Testville"])
            #expect(try await district.rows() == live)
        }
    }

    @Test(
        "of all projections together gives the same rows, with corrections, with a learner who waits, and however the log lies",
        arguments: [false, true])
    func together(isLogShuffled: Bool) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<8).map {
                try RandomHistory(seed: UInt64($0) + 800, count: 40, corrections: $0 == 0 ? 0 : 10)
            }
            try await district.append(histories, seed: 4)
            // In the middle of what one learner has: what came before counts, and what came after waits.
            let events = try await district.log.read(learner: histories[0].learner)
            try await district.damage(position: events[events.count / 2].position)
            try await district.projector.catchUp()
            let live = try await district.rows()
            let parked = try await district.projector.status().flatMap(\.parked)
            #expect(!parked.isEmpty)
            if isLogShuffled { try await district.shuffleLog() }
            let reports = try await Rebuild(store: district.store).run(ProjectionCatalogue.names)
            #expect(reports.map(\.projection) == ProjectionCatalogue.names)
            #expect(reports.allSatisfy { $0.proven == ["Testville"] && $0.build == 2 })
            #expect(try await district.rows() == live)
            #expect(try await district.projector.status().flatMap(\.parked) == parked)
        }
    }

    @Test(
        "of several reads the log once for those shards that nobody has begun in any of them", arguments: [false, true])
    func sharedLoad(isOneTaken: Bool) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<8).map { try RandomHistory(seed: UInt64($0) + 900, count: 30) }
            try await district.append(histories, seed: 4)
            let (log, tenant) = (district.log, district.tenant)
            let head = try await log.head()
            var builds: [Build] = []
            for (name, version) in [("continuum", Continuum.version), ("access", AccessEquity.version)] {
                let number = try await district.store.pool.transaction {
                    try Build.begin($0, projection: name, version: version)
                }
                let build = Build(
                    projection: name, number: number, version: version, state: .building, isLoaded: false)
                try await log.transaction { try Checkpoint.prepare($0, tenant: tenant, build: build, events: head) }
                builds.append(build)
            }
            let other = builds[1]
            if isOneTaken {
                _ = try #require(try await Projector(log: log).claim(other, behind: head, limit: 1))
            }
            var told: [Int64] = []
            try await SharedLoad(log: log, builds: builds, owner: UUID()).run { position, _ in told.append(position) }
            let standings = try await log.run { [builds] session in
                try builds.map { try ShardStanding(session, tenant: tenant, build: $0).least }
            }
            #expect(standings == (isOneTaken ? [0, 0] : [head, head]))
            #expect(told.count == (isOneTaken ? 0 : 2) && told.allSatisfy { $0 > 0 })
            // Its rights were given back: whoever loads them one by one goes on at once.
            for build in builds {
                try await log.transaction { session in
                    let free = try session.query(
                        """
                        select count(*) from proj.checkpoint
                         where projection = \(build.projection) and build = \(build.number)
                           and lease_until < clock_timestamp()
                        """
                    ).single(as: Int64.self)
                    #expect(free == (isOneTaken && build == other ? 3 : 4))
                }
            }
        }
    }

    @Test("tells how far it has come, and never goes back")
    func progress() async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<8).map { try RandomHistory(seed: UInt64($0) + 700, count: 30) }
            try await district.append(histories, seed: 4)
            try await district.projector.catchUp()
            let told = Told()
            _ = try await Rebuild(store: district.store, workers: 1).run("continuum") { told.add($0) }
            let all = told.all
            #expect(all.allSatisfy { $0.district == "Testville" && $0.head == 240 })
            #expect(all.map(\.position) == all.map(\.position).sorted())
            #expect(all.last?.position == 240)
            #expect(Set(all.map(\.position)).count >= 3)
        }
    }

    @Test("while a build is loaded, the application can read nothing of its bare tables, and works on")
    func bareTablesAreClosed() async throws {
        try await SmallDistrict.with { district in
            _ = try await district.store.pool.transaction {
                try Build.begin($0, projection: "continuum", version: Continuum.version)
            }
            #expect(try await district.store.checkCatalogue().faults == [])
            let error = await #expect(throws: (any Error).self) {
                try await district.log.run { _ = try $0.query("select * from proj.continuum_b2") }
            }
            let told = error.map { String(reflecting: $0) } ?? ""
            #expect(told.contains("42501"), "\(told)")
            _ = try await district.administer { try $0.execute("grant select on proj.continuum_b2 to waymark_analyst") }
            let faults = try await district.store.checkCatalogue().faults
            #expect(faults.count == 1 && faults.allSatisfy { $0.contains("proj.continuum_b2") }, "\(faults)")
        }
    }
}

/// What a rebuild told.
private final class Told: Sendable {
    private let progress = Mutex<[Rebuild.Progress]>([])

    func add(_ item: Rebuild.Progress) { progress.withLock { $0.append(item) } }
    var all: [Rebuild.Progress] { progress.withLock { $0 } }
}
