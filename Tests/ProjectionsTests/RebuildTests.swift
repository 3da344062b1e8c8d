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
                _ = try await Loader<Continuum>(log: district.log).load(claimed, upTo: head)
                _ = try #require(try await projector.claim(bare, behind: head, limit: 1))
                _ = try await district.administer {
                    try $0.execute("update proj.checkpoint set lease_until = '-infinity' where build = \(number)")
                }
            }
            var loaded = bare
            if step >= 3 { loaded = try await rebuild.load(Continuum.self, bare, progress: nil) }
            if step >= 4 { #expect(loaded.isLoaded) }
            if step >= 5 { try await rebuild.swap(Continuum.self, loaded) }
            let report = try await Rebuild(store: district.store).run("continuum")
            #expect(report.build == (step == 5 ? number + 1 : number))
            #expect(report.proven == ["Testville"])
            #expect(try await district.rows() == live)
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
