import EventLog
import Foundation
import LearningRecord
import Projections
import TestSupport
import Testing

@Suite("The continuum")
struct ContinuumTests {
    private let competency = CompetencyID(UUID())
    private let next = CompetencyID(UUID())
    private let framework = FrameworkID(UUID())
    private let learner = LearnerID(UUID())

    @Test("a later mastery raises, a revision alone lowers, weaker evidence opens a review and lowers nothing")
    func levels() throws {
        var story = Story(learner)
        let first = try story.evidence(competency, 2, day: 1)
        #expect(try story.row(competency)?.demonstrated == nil)
        #expect(try story.row(competency)?.edge?.level == Level(2))
        let mastery = try story.mastery(competency, 2, [first], framework, day: 2)
        #expect(try story.row(competency)?.demonstrated?.level == Level(2))
        #expect(try story.row(competency)?.edge == nil)

        _ = try story.evidence(competency, 1, day: 3)
        #expect(try story.row(competency)?.demonstrated?.level == Level(2))
        #expect(try story.row(competency)?.review?.level == Level(1))

        let higher = try story.evidence(competency, 3, day: 4)
        #expect(try story.row(competency)?.edge?.level == Level(3))
        let raised = try story.mastery(competency, 3, [higher], framework, day: 5)
        #expect(try story.row(competency)?.demonstrated?.level == Level(3))
        #expect(try story.row(competency)?.review == nil)
        #expect(try story.row(competency)?.demonstrated?.evidence == [story.position(of: higher)])

        let lowered = try story.revision(of: raised, competency, 1, day: 6)
        // The first mastery still stands.
        #expect(try story.row(competency)?.demonstrated?.level == Level(2))
        _ = try story.revision(of: mastery, competency, 1, day: 7)
        #expect(try story.row(competency)?.demonstrated?.level == Level(1))
        _ = try story.revision(of: lowered, competency, 4, day: 8)
        #expect(try story.row(competency)?.demonstrated?.level == Level(4))
        #expect(try story.row(competency)?.demonstrated?.framework == framework)
    }

    @Test("a decision that was replaced takes its revision along; one that was voided leaves none behind")
    func correctedDecisions() throws {
        var story = Story(learner)
        let evidence = try story.evidence(competency, 3, day: 1)
        let mistaken = try story.mastery(competency, 3, [evidence], framework, day: 2)
        _ = try story.revision(of: mistaken, competency, 2, day: 3)
        let right = try story.mastery(competency, 3, [evidence], framework, day: 1)
        let correction = story.add(.correction(Correction(replacing: mistaken, with: right)), day: 4)
        #expect(try story.row(competency)?.demonstrated?.level == Level(2))
        _ = story.add(.correction(Correction(voiding: correction)), day: 5)
        #expect(try story.row(competency)?.demonstrated?.level == Level(2))
        #expect(try story.row(competency)?.explainedBy.contains(story.position(of: mistaken)) == true)
    }

    @Test("read in words: levels by name, what comes next by the framework, as of any position and time")
    func inWords() async throws {
        try await SmallDistrict.with { district in
            try await district.addFramework(
                framework, titled: "A framework", area: "An area", competencies: [competency, next],
                statements: ["Tells a story", "Tells a story in two voices"])
            var story = Story(learner)
            let evidence = try story.evidence(competency, 2, day: 1)
            _ = try story.mastery(competency, 2, [evidence], framework, day: 2)
            _ = try await district.log.append(story.events.map(\.event))
            try await district.projector.catchUp()
            let reader = ContinuumReader(log: district.log)
            let continuum = try await reader.continuum(of: learner)
            let entry = try #require(continuum.entries.first)
            #expect(entry.item.statement == "Tells a story")
            #expect(entry.area == "An area")
            #expect(entry.demonstrated?.level == "developing")
            #expect(entry.nextLevel?.name == "demonstrating")
            #expect(continuum.ways.map(\.item.statement) == ["Tells a story", "Tells a story in two voices"])
            #expect(
                continuum.ways.map(\.reasons) == [[.nextLevel("demonstrating")], [.follows(["Tells a story"])]])
            #expect(continuum.ways.allSatisfy { $0.stillOpen == [] })

            let before = try await reader.continuum(of: learner, asOf: .position(1))
            #expect(before.entries.first?.demonstrated == nil)
            #expect(before.entries.first?.edge?.level == "developing")
            #expect(before.ways.map(\.reasons) == [[.nextLevel("developing")]])
            let long = try await reader.continuum(of: learner, asOf: .known(Instant(microseconds: 0)))
            #expect(long.entries == [])
            // Whoever has begun nothing can begin anywhere.
            #expect(long.ways.map(\.item.statement) == ["An area"])
            #expect(long.ways.first?.reasons == [.areaNotBegun(beginWith: ["Tells a story"])])
            #expect(!JSONWriter.text(continuum.json).contains("\"level\":2"))
        }
    }

    @Test("explained: the events behind a cell, and the corrections that touched it")
    func explained() async throws {
        try await SmallDistrict.with { district in
            var story = Story(learner)
            let mistaken = try story.evidence(competency, 2, day: 1)
            let right = try story.evidence(competency, 3, day: 1)
            let mastery = try story.mastery(competency, 2, [mistaken], framework, day: 2)
            let unrelated = try story.evidence(next, 1, day: 2)
            let correction = story.add(.correction(Correction(replacing: mistaken, with: right)), day: 3)
            _ = try await district.log.append(story.events.map(\.event))
            try await district.projector.catchUp()
            for cell in [ExplainedCell.continuum(learner, competency), .transcript(learner, competency)] {
                let explanation = try await Explain(log: district.log).cell(cell)
                let events = try #require(explanation.learners.first).events
                #expect(events.map(\.id) == [mistaken, right, mastery, correction])
                let places = [mistaken, right, mastery, correction].map(story.position)
                #expect(
                    events.map(\.standing) == [.replaced(by: places[3], with: places[1]), .counts, .counts, .counts])
                // The mastery cites what was replaced: its replacement stands behind it.
                #expect(events.map(\.isBehind) == [false, true, true, false])
                #expect(!events.map(\.id).contains(unrelated))
            }
            // As the row stood before the correction: by what was known then.
            let explain = Explain(log: district.log)
            let before = try await explain.cell(
                .continuum(learner, competency), asOf: .position(story.position(of: correction) - 1))
            let then = try #require(before.learners.first).events
            #expect(then.map(\.id) == [mistaken, right, mastery])
            #expect(then.allSatisfy { $0.standing == .counts })
            // By what had happened before the decision, corrected as is known today.
            let early = try await explain.cell(
                .continuum(learner, competency), asOf: .happened(try #require(then.first).occurredAt))
            #expect(try #require(early.learners.first).events.map(\.id) == [mistaken, right, correction])
            #expect(
                try await explain.cell(.continuum(learner, competency), asOf: .position(0)).learnerCount == 0)

            let nothing = try await Explain(log: district.log).cell(.continuum(learner, CompetencyID(UUID())))
            #expect(nothing.learnerCount == 0)
        }
    }
}
