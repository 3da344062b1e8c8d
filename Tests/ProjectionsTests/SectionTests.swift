import EventLog
import Foundation
import LearningRecord
import Projections
import TestSupport
import Testing

@Suite("A section by next need")
struct SectionTests {
    private let framework = FrameworkID(UUID())
    private let competencies = (0..<2).map { _ in CompetencyID(UUID()) }
    private let section = SectionID(UUID())
    private let school = SchoolID(UUID())

    @Test("learners stand under what they need, by name whatever their levels, and nobody is left out")
    func needs() async throws {
        try await SmallDistrict.with { district in
            try await district.addFramework(
                framework, titled: "A framework", area: "An area", competencies: competencies,
                statements: ["Tells a story", "Tells a story in two voices"])
            let people = ["Zoe", "Ada", "Mia", "Ben"].map { (LearnerID(UUID()), $0) }
            for (id, name) in people { try await district.addPerson(id, given: name, family: "Learner") }
            // The further a level, the later the name or the earlier: the order is that of the names either way.
            for (index, level) in [2, 4, 3].enumerated() {
                try await record(people[index].0, level: level, in: district)
            }
            try await enrol(people[3].0, in: district, until: nil)
            let left = LearnerID(UUID())
            try await enrol(left, in: district, until: CalendarDate(daysSince1970: 20_010))
            try await district.projector.catchUp()

            let reader = SectionReader(log: district.log)
            let needs = try await reader.needs(in: section)
            #expect(needs.learners.map(\.name) == ["Ada", "Ben", "Mia", "Zoe"].map { "\($0) Learner" })
            let decision = try #require(needs.groups.first)
            #expect(decision.need == .decision && decision.item?.statement == "Tells a story")
            #expect(decision.lines.map(\.learner.name) == ["Ada Learner", "Mia Learner", "Zoe Learner"])
            #expect(needs.groups.map(\.need) == [.decision, .support, .answer, .beginning])
            #expect(needs.groups.map(\.named) == [nil, "Quiet room", "Studio", nil])
            #expect(needs.groups.last?.lines.map(\.learner.name) == ["Ben Learner"])
            let earlier = try await reader.needs(in: section, enrolledOn: CalendarDate(daysSince1970: 20_005))
            #expect(earlier.learners.map(\.name) == needs.learners.map(\.name) + [nil])
            #expect(earlier.groups.last?.lines.map(\.learner.id) == [people[3].0, left])
            #expect(try await reader.needs(in: SectionID(UUID())).learners == [])
        }
    }

    @Test("in every group the learners stand by name, on random histories", arguments: Seeds.first(3))
    func byName(seed: UInt64) async throws {
        try await SmallDistrict.with { district in
            var generator = SeededGenerator(seed: seed)
            let histories = try (0..<6).map { try RandomHistory(seed: seed * 100 + $0, count: 60) }
            try await district.append(histories, seed: seed)
            let names = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn"].shuffled(using: &generator)
            for (history, name) in zip(histories, names) {
                try await district.addPerson(history.learner, given: name, family: "Learner")
                try await enrol(history.learner, in: district, until: nil)
            }
            try await district.projector.catchUp()
            let needs = try await SectionReader(log: district.log).needs(in: section)
            #expect(needs.learners.map(\.name) == names.sorted().map { "\($0) Learner" })
            let order = needs.groups.compactMap { SectionNeeds.Need.allCases.firstIndex(of: $0.need) }
            #expect(order == order.sorted())
            for group in needs.groups {
                let told = group.lines.compactMap(\.learner.name)
                #expect(told == told.sorted(), "seed \(seed)")
            }
            #expect(Set(needs.groups.flatMap(\.lines).map(\.learner)) == Set(needs.learners))
        }
    }

    @Test("ids that are one person are one learner, with what stands under all of them, and two again when parted")
    func persons() async throws {
        try await SmallDistrict.with { district in
            try await district.addFramework(
                framework, titled: "A framework", area: "An area", competencies: competencies,
                statements: ["Tells a story", "Tells a story in two voices"])
            let (named, nameless, elsewhere, ben) = (
                LearnerID(UUID()), LearnerID(UUID()), LearnerID(UUID()), LearnerID(UUID())
            )
            try await district.addPerson(named, given: "Ada", family: "Learner")
            try await district.addPerson(elsewhere, given: "Aada", family: "Learner")
            try await district.addPerson(ben, given: "Ben", family: "Learner")
            // One piece of evidence under each id: only together they are what the policy asks for.
            var (first, second) = (Story(named), Story(nameless))
            _ = try first.evidence(competencies[0], 2, day: 1, task: "a")
            _ = try second.evidence(competencies[0], 2, day: 2, task: "b")
            let support = try district.event(
                elsewhere, .supportRequested(SupportRequested(support: try #require(Label("Quiet room")))))
            _ = try await district.log.append((first.events + second.events).map(\.event) + [support])
            for id in [named, nameless, ben] { try await enrol(id, in: district, until: nil) }
            try await district.projector.catchUp()
            let reader = SectionReader(log: district.log)
            #expect(try await reader.needs(in: section).learners.count == 3)

            let links = try [
                district.event(
                    nameless, .identityLinked(IdentityLinked(other: named)), words: ["reason": "found out"]),
                district.event(
                    named, .identityLinked(IdentityLinked(other: elsewhere)), words: ["reason": "found out"]),
            ]
            _ = try await district.log.append(links)
            try await district.projector.catchUp()
            let needs = try await reader.needs(in: section)
            #expect(needs.learners.map(\.name) == ["Ada Learner", "Ben Learner"])
            #expect(needs.learners.map(\.id) == [named, ben])
            #expect(needs.groups.map(\.need) == [.decision, .support, .beginning])
            #expect(needs.groups.map { $0.lines.map(\.learner.id) } == [[named], [named], [ben]])

            // What was asked for under one id, and is given under another, is waited for no more.
            let given = SupportProvided(support: try #require(Label("Quiet room")), request: support.id)
            _ = try await district.log.append([try district.event(named, .supportProvided(given))])
            try await district.projector.catchUp()
            #expect(try await reader.needs(in: section).groups.map(\.need) == [.decision, .beginning])

            _ = try await district.log.append([
                try district.event(
                    nameless, .identityUnlinked(IdentityUnlinked(link: links[0].id)), words: ["reason": "two"])
            ])
            try await district.projector.catchUp()
            #expect(try await reader.needs(in: section).learners.map(\.id) == [named, ben, nameless])
        }
    }

    private func record(_ learner: LearnerID, level: Int, in district: SmallDistrict) async throws {
        var story = Story(learner)
        _ = try story.evidence(competencies[0], level, day: 1, task: "a")
        _ = try story.evidence(competencies[0], level, day: 2, task: "b")
        if level == 3 {
            _ = story.add(.supportRequested(SupportRequested(support: try #require(Label("Quiet room")))), day: 20_001)
        }
        if level == 2 {
            _ = story.add(
                .enrichmentOffered(
                    EnrichmentOffered(
                        opportunity: try #require(Label("Studio")), form: .enrichment, initiatedBy: .teacher)),
                day: 20_001)
        }
        _ = try await district.log.append(story.events.map(\.event))
        try await enrol(learner, in: district, until: nil)
    }

    private func enrol(_ learner: LearnerID, in district: SmallDistrict, until end: CalendarDate?) async throws {
        let event = LearningEvent(
            id: EventID(UUID()), learner: learner, occurredAt: Instant(microseconds: 20_000 * 86_400_000_000),
            assertedBy: Assertion(role: .system), school: school, section: section,
            facts: .enrolled(Enrolled(from: CalendarDate(daysSince1970: 20_000), to: end)))
        _ = try await district.log.append([event])
    }
}
