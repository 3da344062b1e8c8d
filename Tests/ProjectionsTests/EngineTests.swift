import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

@Suite("The engine")
struct EngineTests {
    @Test("live, caught up in any steps, and rebuilt are the same rows", arguments: Seeds.first(4))
    func liveEqualsRebuilt(seed: UInt64) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<8).map { try RandomHistory(seed: seed * 100 + $0, count: 60) }
            for half in [histories.prefix(4), histories.suffix(4)] {
                try await district.append(Array(half), seed: seed)
                let statuses = try await district.projector.catchUp()
                #expect(statuses.allSatisfy { $0.lag == 0 && $0.error == nil }, "seed \(seed)")
            }
            let live = try await district.rows()
            #expect(!live.isEmpty)
            #expect(try await district.storedContinuum() == district.expectedContinuum(), "seed \(seed)")
            for name in ProjectionCatalogue.names {
                let report = try await Rebuild(store: district.store).run(name)
                #expect(report.proven == ["Testville"], "seed \(seed)")
                #expect(report.build == 2)
            }
            #expect(try await district.rows() == live, "seed \(seed)")
        }
    }

    @Test("events that come one by one change as few rows as they should, and the same in the end")
    func oneByOne() async throws {
        try await SmallDistrict.with { district in
            let history = try RandomHistory(seed: 7, count: 40)
            for event in history.events.map(\.event) {
                _ = try await district.log.append([event])
                try await district.projector.catchUp()
            }
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("a worker that was taken over from writes nothing")
    func fenced() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 1, count: 30)], seed: 1)
            try await district.projector.catchUp()
            let before = try await district.rows()
            try await district.append([try RandomHistory(seed: 2, count: 30)], seed: 2)
            // Another takes over between the claim and the commit: stood for by a trigger that raises the epoch.
            try await district.administer { session in
                try session.script(
                    """
                    create function pg_temp_takeover() returns trigger language plpgsql as $$
                    begin
                        if old.epoch = new.epoch and new.position > old.position then return null; end if;
                        return new;
                    end $$;
                    create trigger takeover before update on proj.checkpoint
                        for each row execute function pg_temp_takeover();
                    """)
            }
            let task = Task { try await district.projector.catchUp() }
            try await Task.sleep(for: .milliseconds(300))
            task.cancel()
            _ = await task.result
            #expect(try await district.rows() == before)
        }
    }

    @Test("a second projector waits for the first and finds the work done")
    func twoProjectors() async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<6).map { try RandomHistory(seed: $0 + 40, count: 50) }
            try await district.append(histories, seed: 3)
            async let first = district.projector.catchUp()
            async let second = district.projector.catchUp()
            let statuses = try await [first, second]
            #expect(statuses.allSatisfy { $0.allSatisfy { $0.lag == 0 } })
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("readers see full tables while a projection is rebuilt, again and again, under writes")
    func readsGoOn() async throws {
        try await SmallDistrict.with { district in
            try await district.append(try (0..<4).map { try RandomHistory(seed: $0 + 60, count: 40) }, seed: 9)
            try await district.projector.catchUp()
            let least = try await district.storedContinuum().count
            let reader = Task {
                var reads = 0
                do {
                    while true {
                        try Task.checkCancellation()
                        guard try await district.storedContinuum().count >= least else { return -1 }
                        reads += 1
                    }
                } catch is CancellationError {
                    return reads
                }
            }
            let follower = Task { try await district.projector.follow(poll: .milliseconds(5)) }
            for round in 0..<3 {
                try await district.append([try RandomHistory(seed: UInt64(70 + round), count: 30)], seed: 1)
                _ = try await Rebuild(store: district.store).run("continuum")
            }
            reader.cancel()
            let reads = try await reader.value
            #expect(reads > 0)
            try await district.projector.catchUp()
            follower.cancel()
            _ = await follower.result
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("a rebuild goes on with what a killed one left, and cleans up after it")
    func resumed() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 12, count: 30)], seed: 12)
            try await district.projector.catchUp()
            let live = try await district.rows()
            try await district.administer { session in
                // Killed after the swap, before the old tables were dropped; then another, killed before the swap.
                try session.execute("select proj.begin_build('continuum', \(Continuum.version))")
                try session.execute("delete from proj.checkpoint where projection = 'continuum'")
                try session.execute("select proj.promote('continuum', 2)")
                try session.execute("select proj.begin_build('continuum', \(Continuum.version))")
            }
            try await district.projector.catchUp()
            let report = try await Rebuild(store: district.store).run("continuum")
            #expect(report.build == 3)
            #expect(report.proven == ["Testville"])
            #expect(try await district.rows() == live)
            let tables = try await district.administer { session in
                try session.query(
                    "select tablename::text from pg_tables where tablename ~ '^continuum(_state)?_b' order by 1"
                ).column(as: String.self)
            }
            // What was live before stays, so that the swap can be taken back.
            #expect(tables == ["continuum_b2", "continuum_b3", "continuum_state_b2", "continuum_state_b3"])
        }
    }

    @Test("a build that is behind the live one is not promoted")
    func behind() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 13, count: 10)], seed: 13)
            try await district.projector.catchUp()
            let live = try await district.rows()
            let error = await #expect(throws: PostgresError.self) {
                try await district.administer { session in
                    try session.execute(
                        "select proj.promote('continuum', proj.begin_build('continuum', \(Continuum.version)))")
                }
            }
            #expect(error?.code?.rawValue == "WM425")
            #expect(try await district.rows() == live)
        }
    }

    @Test("rows of another version of the fold are not mixed with this one's")
    func otherVersion() async throws {
        try await SmallDistrict.with { district in
            try await district.append([try RandomHistory(seed: 8, count: 10)], seed: 8)
            _ = try await district.administer { try $0.execute("update proj.registry set version = 9") }
            await #expect(
                throws: ProjectionError.otherVersion(projection: "continuum", live: 9, program: Continuum.version)
            ) { try await district.projector.catchUp() }
            for name in ProjectionCatalogue.names {
                let report = try await Rebuild(store: district.store).run(name)
                #expect(report.proven.isEmpty)
            }
            #expect(try await district.projector.catchUp().allSatisfy { $0.lag == 0 })
        }
    }
}
