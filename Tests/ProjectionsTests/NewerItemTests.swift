import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

@Suite("Items that another took the place of")
struct NewerItemTests {
    private let framework = FrameworkID(UUID())
    private let old = CompetencyID(UUID())
    private let new = CompetencyID(UUID())
    private let after = CompetencyID(UUID())
    private let learner = LearnerID(UUID())

    @Test("what was shown under an older item stands once, under the newer one, and leads on from there")
    func replaced() async throws {
        try await SmallDistrict.with { district in
            try await district.addFramework(
                framework, titled: "A framework", area: "An area", competencies: [old], statements: ["Once so"])
            var story = Story(learner)
            let first = try story.evidence(old, 2, day: 1)
            _ = try story.mastery(old, 2, [first], framework, day: 2)
            _ = try await district.log.append(story.events.map(\.event))
            try await district.projector.catchUp()
            let reader = ContinuumReader(log: district.log)
            #expect(try await reader.continuum(of: learner).entries.map(\.recordedUnder) == [nil])

            try await district.addFramework(
                framework, version: 2, titled: "A framework", area: "An area", competencies: [new, after],
                statements: ["Now so", "What follows"])
            // Gone, and nothing took its place: it stays as it is.
            let gone = try await reader.continuum(of: learner)
            #expect(gone.entries.map(\.item.statement) == ["Once so"])
            try await replace(old, by: new, in: district)
            var continuum = try await reader.continuum(of: learner)
            #expect(continuum.entries.map(\.item.statement) == ["Now so"])
            #expect(continuum.entries.first?.recordedUnder?.statement == "Once so")
            #expect(continuum.entries.first?.demonstrated?.level == "developing")
            #expect(continuum.entries.first?.earlier == [])
            #expect(continuum.ways.map(\.item.statement) == ["Now so", "What follows"])
            #expect(continuum.ways.last?.reasons == [.follows(["Now so"])])

            // Under both: once, with what was shown before beneath it.
            let second = try story.evidence(new, 3, day: 5)
            _ = try await district.log.append(story.events.suffix(1).map(\.event))
            try await district.projector.catchUp()
            continuum = try await reader.continuum(of: learner)
            let entry = try #require(continuum.entries.first)
            #expect(continuum.entries.count == 1 && entry.recordedUnder == nil && entry.demonstrated == nil)
            #expect(entry.explainedBy == [story.position(of: second)])
            #expect(entry.earlier.map { $0.recordedUnder?.statement } == ["Once so"])
            #expect(entry.earlier.first?.demonstrated?.level == "developing")
            #expect(continuum.ways.last?.reasons == [.follows(["Now so"])])
        }
    }

    @Test("an exact match of what is in force stands for an item that is gone; a circle stands for nothing")
    func matched() async throws {
        try await SmallDistrict.with { district in
            let other = FrameworkID(UUID())
            try await district.addFramework(
                framework, titled: "A framework", area: "An area", competencies: [old], statements: ["Once so"])
            try await district.addFramework(
                other, titled: "Another", area: "Its area", competencies: [new], statements: ["Now so"])
            try await district.associate(other, "exactMatchOf", new, old)
            var story = Story(learner)
            _ = try story.evidence(old, 2, day: 1)
            _ = try await district.log.append(story.events.map(\.event))
            try await district.projector.catchUp()
            let reader = ContinuumReader(log: district.log)
            // Both are in force: neither is newer.
            #expect(try await reader.continuum(of: learner).entries.map(\.item.statement) == ["Once so"])
            try await district.addFramework(
                framework, version: 2, titled: "A framework", area: "An area", competencies: [after],
                statements: ["Something else"])
            #expect(try await reader.continuum(of: learner).entries.map(\.item.statement) == ["Now so"])
            // What the other framework says outright holds before a match.
            try await district.associate(other, "replacedBy", old, after)
            #expect(try await reader.continuum(of: learner).entries.map(\.item.statement) == ["Something else"])
            try await district.associate(other, "replacedBy", after, old)
            #expect(try await reader.continuum(of: learner).entries.map(\.item.statement) == ["Once so"])
        }
    }

    private func replace(_ old: CompetencyID, by new: CompetencyID, in district: SmallDistrict) async throws {
        let (tenant, framework) = (district.tenant, framework)
        _ = try await district.log.run { session in
            try session.execute(
                """
                update ref.competency set replaced_by = \(new)
                 where tenant = \(tenant) and framework = \(framework) and version = 1 and competency = \(old)
                """)
        }
    }
}
