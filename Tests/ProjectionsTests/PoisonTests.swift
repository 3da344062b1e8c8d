import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

@Suite("An event that cannot be read")
struct PoisonTests {
    /// Two histories, one after the other, and the position in the middle of the first whose event will be damaged: one
    /// that the continuum reads, and no correction.
    private static func fill(_ district: SmallDistrict, corrections: Int = 0) async throws -> (LearnerID, Int64) {
        let first = try RandomHistory(seed: 5, count: 30, corrections: corrections)
        try await district.append([first], seed: 5)
        try await district.append([try RandomHistory(seed: 6, count: 20)], seed: 6)
        let position = try #require(
            try await district.log.read(learner: first.learner).first {
                $0.position > 10 && Continuum.kinds.contains($0.event.kind)
            }?.position)
        return (first.learner, position)
    }

    @Test("parks its learner alone: the others' rows go on, and nothing is lost")
    func parks() async throws {
        try await SmallDistrict.with { district in
            let (learner, position) = try await Self.fill(district)
            var expected = try await district.expectedContinuum()
            expected[learner] =
                LearnerFold<Continuum>(
                    replaying: try await district.log.read(learner: learner, upTo: position - 1)
                ).rows
            try await district.damage(position: position)
            let statuses = try await district.projector.catchUp()
            #expect(statuses.allSatisfy { $0.lag == 0 && $0.stoppedAt == nil })
            let continuum = try #require(statuses.first { $0.projection == Continuum.name })
            #expect(continuum.parked.map(\.learner) == [learner])
            #expect(continuum.parked.map(\.position) == [position])
            #expect(continuum.parked.allSatisfy { $0.error.contains("level") }, "\(continuum.parked)")

            #expect(try await district.storedContinuum() == expected)

            // More of the learner waits behind it; more of another does not.
            let before = try await district.storedContinuum()
            let more = try RandomHistory(seed: 5, count: 60, corrections: 0).events[30...].map(\.event)
            #expect(more.contains { Continuum.kinds.contains($0.kind) })
            _ = try await district.log.append(more)
            try await district.append([try RandomHistory(seed: 7, count: 20)], seed: 7)
            #expect(try await district.projector.catchUp().allSatisfy { $0.lag == 0 })
            #expect(try await district.storedContinuum()[learner] == before[learner])
            #expect(try await district.storedContinuum().count > before.count)

            try await district.repair(position: position)
            let retried = try await district.projector.retry()
            #expect(!retried.isEmpty && retried.allSatisfy { $0.still == nil })
            #expect(try await district.projector.status().allSatisfy { $0.parked.isEmpty })
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }

    @Test("is the same to a rebuild as to live following, in any batches", arguments: [0, 15])
    func liveEqualsRebuilt(corrections: Int) async throws {
        try await SmallDistrict.with { district in
            let first = try RandomHistory(seed: 21, count: 40, corrections: corrections)
            try await district.append([first], seed: 1)
            let positions = try await district.log.read(learner: first.learner).filter { $0.event.kind != .correction }
                .map(\.position)
            try await district.damage(position: positions[positions.count / 2])
            try await district.projector.catchUp()
            try await district.append([try RandomHistory(seed: 22, count: 20, corrections: corrections)], seed: 2)
            try await district.projector.catchUp()
            let live = try await district.rows()
            let parked = try await district.projector.status().flatMap(\.parked)
            for name in ProjectionCatalogue.names {
                #expect(try await Rebuild(store: district.store).run(name).proven == ["Testville"])
            }
            #expect(try await district.rows() == live)
            #expect(try await district.projector.status().flatMap(\.parked) == parked)
        }
    }

    @Test("keeps a rebuild that meets it anew from taking the place of rows that hold it")
    func rebuiltAfterDamage() async throws {
        try await SmallDistrict.with { district in
            let (_, position) = try await Self.fill(district)
            try await district.projector.catchUp()
            let live = try await district.rows()
            try await district.damage(position: position)
            _ = try await district.administer { try $0.execute("update proj.registry set version = 9") }
            await #expect(throws: ProjectionError.parksMore(projection: "continuum", build: 2)) {
                try await Rebuild(store: district.store).run("continuum")
            }
            #expect(try await district.rows() == live)
        }
    }

    @Test("still waits when it is tried again in vain, and when it is one that a correction needs")
    func retriedInVain() async throws {
        try await SmallDistrict.with { district in
            let (learner, position) = try await Self.fill(district, corrections: 30)
            try await district.damage(position: position)
            try await district.projector.catchUp()
            let before = try await district.projector.status()
            let rows = try await district.rows()
            let retried = try await district.projector.retry("continuum")
            #expect(retried.map(\.still) == retried.map { Optional($0.parked) })
            #expect(retried.map(\.parked.learner) == [learner])
            #expect(try await district.rows() == rows)
            #expect(try await district.projector.status().map(\.parked) == before.map(\.parked))
        }
    }

    @Test("where a row cannot be read at all, everybody stands still before it, rebuilt or live")
    func unreadableRow() async throws {
        try await SmallDistrict.with { district in
            let (_, position) = try await Self.fill(district)
            _ = try await district.administer { session in
                try session.script("alter table log.event disable trigger all")
                try session.script("alter table log.event alter column occurred_at drop not null")
                try session.execute("update log.event set occurred_at = null where position = \(position)")
            }
            let statuses = try await district.projector.catchUp()
            let continuum = try #require(statuses.first { $0.projection == Continuum.name })
            #expect(continuum.stoppedAt == position && continuum.position < position)
            #expect(continuum.error?.contains("NULL") == true, "\(continuum)")

            let error = await #expect(throws: ProjectionError.self) {
                try await Rebuild(store: district.store).run(Continuum.name)
            }
            guard case .stopped(Continuum.name, position, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            // It is nothing to those that do not read its kind, also where several are rebuilt together.
            let kind = try await district.log.run { session in
                try session.query("select kind from log.event where position = \(position)").single(as: Int16.self)
            }
            #expect(!AccessEquity.kinds.contains { $0.rawValue == kind })
            let names = [AccessEquity.name, Continuum.name]
            await #expect(throws: ProjectionError.self) { try await Rebuild(store: district.store).run(names) }
            let filled = try await district.projector.status().first {
                $0.projection == AccessEquity.name && $0.state == .building
            }
            #expect(filled?.lag == 0 && filled?.stoppedAt == nil, "\(String(describing: filled))")
        }
    }

    @Test("a stored state that cannot be read parks its learner, and trying again folds it anew")
    func damagedState() async throws {
        try await SmallDistrict.with { district in
            let (learner, _) = try await Self.fill(district)
            try await district.projector.catchUp()
            _ = try await district.administer { session in
                try session.execute("update proj.continuum_state_b1 set state = '\\xff' where learner = \(learner)")
            }
            let later = try RandomHistory(seed: 5, count: 50, corrections: 0).events[30...].map(\.event)
            #expect(later.contains { Continuum.kinds.contains($0.kind) })
            _ = try await district.log.append(Array(later))
            let statuses = try await district.projector.catchUp()
            let parked = try #require(statuses.first { $0.projection == Continuum.name }).parked
            #expect(parked.map(\.learner) == [learner])
            #expect(parked.allSatisfy { $0.error.contains("state") }, "\(parked)")
            #expect(statuses.allSatisfy { $0.projection == Continuum.name || $0.parked.isEmpty })
            #expect(try await district.projector.retry().allSatisfy { $0.still == nil })
            #expect(try await district.storedContinuum() == district.expectedContinuum())
        }
    }
}
