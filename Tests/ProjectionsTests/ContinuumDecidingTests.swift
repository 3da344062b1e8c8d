import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import ReferenceData
import TestSupport
import Testing

@Suite("What the continuum keeps for deciding")
struct ContinuumDecidingTests {
    private let competency = CompetencyID(UUID())
    private let framework = FrameworkID(UUID())
    private let learner = LearnerID(UUID())

    @Test("a review holds its evidence until any later decision, confirming or revising, closes it")
    func review() throws {
        var story = Story(learner)
        let first = try story.evidence(competency, 3, day: 1)
        let mastery = try story.mastery(competency, 3, [first], framework, day: 2)
        let earlier = try story.evidence(competency, 2, day: 1)
        #expect(try story.row(competency)?.review == nil, "shown before the decision, recorded after it")
        let weaker = try story.evidence(competency, 1, day: 3)
        let weak = try story.evidence(competency, 2, day: 4)
        let row = try #require(try story.row(competency))
        #expect(row.demonstrated?.level == Level(3))
        #expect(row.review?.level == Level(2) && row.review?.at == Instant(microseconds: 3 * 86_400_000_000))
        #expect(row.reviewEvidence == [weaker, weak].map(story.position))
        #expect(Set(row.explainedBy).isSuperset(of: row.reviewEvidence))
        #expect(!row.reviewEvidence.contains(story.position(of: earlier)))

        var confirmed = story
        _ = try confirmed.mastery(competency, 3, [first], framework, day: 5)
        #expect(try confirmed.row(competency)?.review == nil)
        #expect(try confirmed.row(competency)?.reviewEvidence == [])
        var revised = story
        _ = try revised.revision(of: mastery, competency, 2, day: 5)
        #expect(try revised.row(competency)?.review == nil)
        let shown = try #require(try revised.row(competency)?.demonstrated)
        #expect(shown.level == Level(2) && shown.noticeGiven == true && shown.policy == nil)
        #expect(shown.decider == Assertion(person: learner, role: .teacher))
        #expect(shown.decidedAt == Instant(microseconds: 5 * 86_400_000_000))
    }

    @Test(
        "a voice heard later holds over the decision's own; the newest of each speaker; a revision is a decision anew")
    func voices() throws {
        var story = Story(learner)
        let evidence = try story.evidence(competency, 3, day: 1)
        let mastery = try story.mastery(competency, 3, [evidence], framework, day: 2)
        #expect(try story.row(competency)?.demonstrated?.familyVoice == .notYetHeard)
        let differs = story.voice(.family, .differs, on: mastery, competency, day: 5)
        _ = story.voice(.family, .agrees, on: mastery, competency, day: 4)
        // Told of a talk before the decision: it names the decision, so it is about it.
        _ = story.voice(.learner, .agrees, on: mastery, competency, day: 1)
        let shown = try #require(try story.row(competency)?.demonstrated)
        #expect(shown.familyVoice == .differs && shown.learnerVoice == .agrees)
        #expect(try story.row(competency)?.explainedBy.contains(story.position(of: differs)) == true)
        let revision = try story.revision(of: mastery, competency, 2, day: 6)
        #expect(try story.row(competency)?.demonstrated?.familyVoice == .notYetHeard)
        _ = story.voice(.family, .agrees, on: revision, competency, day: 7)
        #expect(try story.row(competency)?.demonstrated?.familyVoice == .agrees)
    }

    @Test("a second reading agrees, differs, or says nothing of the level")
    func secondReading() throws {
        for (level, agrees) in [(3, true), (4, true), (2, false)] {
            var story = Story(learner)
            let first = try story.evidence(competency, 3, day: 1)
            let reading = try story.evidence(competency, level, day: 1)
            _ = try story.mastery(
                competency, 3, [first], framework, day: 2, secondRating: .init(id: reading, blind: true))
            let shown = try #require(try story.row(competency)?.demonstrated)
            #expect(shown.secondReading == story.position(of: reading))
            #expect(shown.secondReadingLevel == Level(level) && shown.secondReadingBlind == true)
            #expect(((shown.secondReadingLevel ?? shown.level) >= shown.level) == agrees)
            // A conference decides anew; what was read before is not held against it.
            _ = try story.mastery(competency, 3, [first], framework, day: 3)
            #expect(try story.row(competency)?.demonstrated?.secondReadingBlind == nil)
        }
    }

    @Test("what a row keeps of the evidence says all that readiness can ask", arguments: Seeds.first(200))
    func enough(seed: UInt64) throws {
        let history = try RandomHistory(seed: seed, count: 60)
        let fold = LearnerFold<Continuum>(replaying: history.events)
        for row in fold.rows {
            let pieces = Corrections.counting(history.events).flatMap { recorded -> [EvidencePiece] in
                guard case .evidence(let evidence) = recorded.event.facts else { return [] }
                return evidence.claims.filter { $0.competency == row.competency }.map {
                    EvidencePiece(
                        position: recorded.position, at: recorded.event.occurredAt, level: $0.level,
                        form: evidence.form, task: evidence.task, context: evidence.context)
                }
            }
            var policy = MasteryPolicy.default
            policy.forms = 2
            policy.withinDays = 10
            let day = CalendarDate(daysSince1970: 20_030)
            let demonstrated = row.demonstrated
            for level in (1...5).compactMap({ Level($0) }) where demonstrated.map({ level > $0.level }) ?? true {
                #expect(
                    Readiness(of: row.pieces, for: level, under: policy, on: day)
                        == Readiness(of: pieces, for: level, under: policy, on: day), "seed \(seed)")
            }
            if let demonstrated {
                #expect(
                    demonstrated.readiness(of: row.pieces, under: policy)
                        == demonstrated.readiness(of: pieces, under: policy), "seed \(seed)")
                let decided = Corrections.counting(history.events).filter { recorded in
                    switch recorded.event.facts {
                    case .mastery(let facts): facts.competency == row.competency
                    case .masteryRevised(let facts): facts.competency == row.competency
                    default: false
                    }
                }.map { ($0.event.occurredAt, $0.position) }.max { $0 < $1 }
                let below = pieces.sorted().filter { piece in
                    piece.level < demonstrated.level && decided.map { (piece.at, piece.position) > $0 } ?? false
                }
                #expect(row.reviewEvidence == below.map(\.position), "seed \(seed)")
                #expect(row.review?.at == below.first?.at && row.review?.level == below.last?.level)
            }
            #expect(Set(row.explainedBy).isSuperset(of: row.pieces.map(\.position)))
        }
    }

    @Test("under a district's policy: ready, what is missing, what a decision had and lacked, what waits for people")
    func underPolicies() async throws {
        try await SmallDistrict.with { district in
            var story = Story(learner)
            let first = try story.evidence(competency, 2, day: 1, task: "bridge")
            let mastery = try story.mastery(competency, 2, [first], framework, day: 2, policy: "default-1")
            _ = try story.evidence(competency, 3, day: 3, task: "tower")
            _ = try await district.log.append(story.events.map(\.event))
            try await district.projector.catchUp()
            let reader = ContinuumReader(log: district.log)
            var entry = try #require(try await reader.continuum(of: learner).entries.first)
            // A competency of no framework: the district's own levels.
            #expect(entry.demonstrated?.level == "developing")
            #expect(entry.readiness.map(\.level) == ["demonstrating"])
            #expect(
                entry.waitsFor?.missing
                    == "one more piece of evidence, from another task, in another context or on another day")
            #expect(entry.demonstrated?.policy?.asked == .default)
            #expect(
                entry.demonstrated?.policy?.missing
                    == "one more piece of evidence, from another task, in another context or on another day")
            #expect(entry.pending == [.voice(.learner), .voice(.family)])

            _ = try story.evidence(competency, 3, day: 4, task: "bridge")
            _ = story.voice(.learner, .agrees, on: mastery, competency, day: 4)
            _ = try await district.log.append(story.events.suffix(2).map(\.event))
            try await district.projector.catchUp()
            entry = try #require(try await reader.continuum(of: learner).entries.first)
            #expect(entry.pending == [.readyToDecide(level: "demonstrating"), .voice(.family)])
            #expect(entry.ready?.evidence.compactMap(\.task) == ["tower", "bridge"])
            // Before, it was not.
            let before = try await reader.continuum(of: learner, asOf: .position(3))
            #expect(before.entries.first?.ready == nil)

            let tenant = district.tenant
            var strict = MasteryPolicy(version: try #require(Label("strict")), inForceFrom: Instant(microseconds: 0))
            strict.pieces = 3
            strict.secondReading = true
            let policy = strict
            let refusal = try await district.log.transaction {
                try PolicyStore.set($0, tenant: tenant, policy, startsNow: true)
            }
            #expect(refusal == nil)
            let later = try await reader.continuum(of: learner)
            #expect(later.policy.version.text == "strict")
            let then = try await reader.continuum(of: learner, asOf: .position(5))
            #expect(then.policy.version.text == "default-1" && then.entries.first?.ready != nil)
            #expect(later.entries.first?.waitsFor?.missing == "one more piece of evidence")
            // It holds forward: the decision was made under the one before, which asked for no second reading.
            #expect(later.entries.first?.pending == [.voice(.family)])
            _ = try story.mastery(competency, 3, [first], framework, day: 9, policy: "strict")
            _ = try await district.log.append(story.events.suffix(1).map(\.event))
            try await district.projector.catchUp()
            let decided = try #require(try await reader.continuum(of: learner).entries.first)
            #expect(decided.pending.first == .secondReadingOutstanding)
            #expect(decided.demonstrated?.policy?.missing == "one more piece of evidence")
            let unknown = try story.mastery(competency, 4, [first], framework, day: 10, policy: "of elsewhere")
            _ = try await district.log.append(story.events.suffix(1).map(\.event))
            try await district.projector.catchUp()
            let cited = try await reader.continuum(of: learner).entries.first?.demonstrated
            #expect(cited?.policy?.version.text == "of elsewhere" && cited?.policy?.missing == nil)
            #expect(cited?.decision == story.position(of: unknown))
        }
    }

    @Test("five hundred events of one learner, and competencies of no framework, are no trouble")
    func many() async throws {
        try await SmallDistrict.with { district in
            let history = try RandomHistory(seed: 5, count: 500)
            try await district.append([history], seed: 5)
            try await district.projector.catchUp()
            #expect(try await district.storedContinuum() == district.expectedContinuum())
            let continuum = try await ContinuumReader(log: district.log).continuum(of: history.learner)
            #expect(continuum.entries.count == history.competencies.count)
            #expect(continuum.entries.allSatisfy { $0.demonstrated != nil && !$0.explainedBy.isEmpty })
        }
    }

    @Test("the table has the columns of a row, in the order in which it is read")
    func columns() async throws {
        try await SmallDistrict.with { district in
            let names = try await district.administer { session in
                try session.query("select * from proj.continuum where false").columns
            }
            #expect(names == ["tenant", "learner", ContinuumRow.table.keyColumn] + ContinuumRow.table.columns)
        }
    }

    @Test("until the tables of an older fold are rebuilt, a continuum is made from the log")
    func olderTables() async throws {
        try await SmallDistrict.with { district in
            var story = Story(learner)
            let first = try story.evidence(competency, 2, day: 1, task: "bridge")
            _ = try story.mastery(competency, 2, [first], framework, day: 2)
            _ = try await district.log.append(story.events.map(\.event))
            try await district.projector.catchUp()
            let reader = ContinuumReader(log: district.log)
            let rows = try await reader.rows(of: learner)
            // What is kept of a learner cannot be read: the table says the same.
            try await district.administer { session in
                _ = try session.execute("update proj.continuum_state_b1 set state = \([UInt8(255)])")
            }
            #expect(try await reader.rows(of: learner) == rows)
            // As the tables of version 1 are: without the newer columns, and what is kept would be read otherwise.
            try await district.administer { session in
                _ = try session.execute(
                    "update proj.continuum_state_b1 set state = \(LearnerFold<Continuum>().bytes)")
                try session.execute("drop view proj.continuum cascade")
                try session.execute("alter table proj.continuum_b1 drop column pieces, drop column review_evidence")
                try session.execute(
                    "create view proj.continuum with (security_invoker = true) as select * from proj.continuum_b1")
                try session.execute("grant select on proj.continuum to waymark_app")
                try session.execute(
                    "update proj.registry set version = 1 where projection = 'continuum' and state = 'live'")
                try session.execute("select proj.show_states('continuum')")
            }
            #expect(rows.count == 1)
            #expect(try await reader.rows(of: learner) == rows)
        }
    }
}
