import EventLog
import Foundation
import LearningRecord
import LibPQ
@testable import Projections
import TestSupport
import Testing

@Suite("Two ids that are one person")
struct IdentityTests {
    @Test(
        "count once while they are linked, through others too and in a circle, and apart once the links are taken back")
    func counted() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            func hill() async throws -> AccessCounts? {
                let counts = try await town.counts(Self.autumn)[town.hill]?["everyone"]
                let cells = try await AccessReader(log: district.log).cells(
                    AccessQuery(school: town.hill, dimension: "all"))
                // The view counts people as the function does.
                let cell = try #require(cells.first { $0.termTitle == "Autumn" })
                #expect(cell.enrolled == counts?[.enrolled] && cell.offered == counts?[.offered])
                #expect(cell.neverOffered == counts?[.neverOffered])
                return counts
            }
            #expect(try await hill()?[.enrolled] == 5)
            // Di, who was offered nothing while there, and Ann are one; so the person was offered something.
            let first = try await town.link(town.di, town.ann)
            #expect(try await hill()?[.enrolled] == 4)
            #expect(try await hill()?[.offered] == 3)
            #expect(try await hill()?[.neverOffered] == 1)
            // Ann and Ed, and round to Di: one person of three ids, whichever way it is said.
            let second = try await town.link(town.ann, town.ed)
            let third = try await town.link(town.ed, town.di)
            #expect(try await hill()?[.enrolled] == 3)
            #expect(try await hill()?[.offered] == 3)
            #expect(try await hill()?[.neverOffered] == 0)
            let reader = IdentityReader(log: district.log)
            for id in [town.ann, town.di, town.ed] {
                #expect(try await Set(reader.ids(of: id)) == [town.ann, town.di, town.ed])
            }
            // One of three links may go: the others still lead all the way round.
            try await town.unlink(town.ann, second)
            #expect(try await hill()?[.enrolled] == 3)
            try await town.unlink(town.ed, third)
            #expect(try await hill()?[.enrolled] == 4)
            #expect(try await reader.ids(of: town.ed) == [town.ed])
            try await town.unlink(town.di, first)
            #expect(try await hill()?[.enrolled] == 5)
        }
    }

    @Test("have the groups of both: on one day each once, and the offers of one in the school of the other")
    func groups() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            // Ann again, under an id without groups, in a school where Ann is not: what it was offered counts there.
            let again = LearnerID(UUID())
            try await town.enrol(again, town.lake, town.day(2025, 9, 1))
            try await town.offer(town.ann, town.lake, town.day(2025, 9, 2), .teacher)
            try await district.projector.catchUp()
            let before = try await town.counts(Self.autumn, by: "language")[town.lake]
            #expect(before?["unknown"]?[.enrolled] == 1 && before?["one"]?[.offered] ?? 0 == 0)
            _ = try await town.link(town.ann, again)
            try await district.addMembership(again, "language", "one", from: town.day(2025, 1, 1))
            let after = try await town.counts(Self.autumn, by: "language")[town.lake]
            #expect(after?["unknown"] == nil && after?["one"]?[.enrolled] == 1 && after?["one"]?[.offered] == 1)

            let cell = try #require(
                try await AccessReader(log: district.log).cells(
                    AccessQuery(school: town.lake, dimension: "language")
                ).first { $0.termTitle == "Autumn" && $0.group == "one" })
            #expect(cell.enrolled == 1 && cell.offered == 1)
            // The number's events are those of both ids.
            let explanation = try await Explain(log: district.log).cell(
                .access(
                    .init(
                        school: town.lake, term: cell.term, dimension: "language", group: "one", measure: .offered)))
            #expect(explanation.learnerCount == 1)
            let behind = try #require(explanation.learners.first).events.filter(\.isBehind)
            #expect(behind.contains { $0.kind == .enrichmentOffered })
            let enrolled = try await Explain(log: district.log).cell(
                .access(
                    .init(
                        school: town.lake, term: cell.term, dimension: "language", group: "one", measure: .enrolled)))
            #expect(enrolled.learners.first?.events.contains { $0.isBehind && $0.kind == .enrolled } == true)
        }
    }

    @Test("answer for each other: what one was offered and the other answered, began and completed counts as one")
    func answers() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            // Ed was offered nothing yet; another id of his answers what he is offered now, and declined it once before.
            let again = LearnerID(UUID())
            let offer = try await town.offer(town.ed, town.hill, town.day(2025, 9, 20), .teacher)
            func say(_ facts: Facts, _ day: CalendarDate, _ learner: LearnerID) async throws {
                _ = try await district.log.append([try district.event(learner, facts, at: Instant(startOf: day))])
            }
            try await say(
                .enrichmentAnswered(EnrichmentAnswered(offer: offer, answer: .declined)), town.day(2025, 9, 21), town.ed
            )
            try await say(
                .enrichmentAnswered(EnrichmentAnswered(offer: offer, answer: .accepted)), town.day(2025, 9, 22), again)
            try await say(.enrichmentStarted(EnrichmentStarted(offer: offer)), town.day(2025, 9, 23), again)
            try await say(.enrichmentCompleted(EnrichmentCompleted(offer: offer)), town.day(2025, 9, 24), again)
            try await district.projector.catchUp()
            func hill() async throws -> [Int64?] {
                let counts = try await town.counts(Self.autumn)[town.hill]?["everyone"]
                let cell = try #require(
                    try await AccessReader(log: district.log).cells(AccessQuery(school: town.hill, dimension: "all"))
                        .first { $0.termTitle == "Autumn" })
                let shown = [cell.accepted, cell.started, cell.completed]
                #expect(shown == [counts?[.accepted], counts?[.started], counts?[.completed]])
                return shown
            }
            let apart = try await hill()
            #expect(apart == [2, 2, 1])
            let link = try await town.link(again, town.ed)
            #expect(try await hill() == [3, 3, 2])
            let cells = try await AccessReader(log: district.log).cells(
                AccessQuery(school: town.hill, dimension: "all"))
            let term = try #require(cells.first { $0.termTitle == "Autumn" }).term
            let explained = try await Explain(log: district.log).cell(
                .access(.init(school: town.hill, term: term, measure: .completed)))
            #expect(explained.learnerCount == 2)
            let kinds = explained.learners.first { $0.ids.contains(again) }?.events.filter(\.isBehind).map(\.kind) ?? []
            #expect(Set(kinds).isSuperset(of: [.enrichmentOffered, .enrichmentAnswered, .enrichmentCompleted]))
            // A later answer under the first id counts again.
            try await say(
                .enrichmentAnswered(EnrichmentAnswered(offer: offer, answer: .declined)), town.day(2025, 9, 25), town.ed
            )
            try await district.projector.catchUp()
            #expect(try await hill() == [2, 3, 2])
            try await town.unlink(again, link)
            #expect(try await hill() == apart)
        }
    }

    @Test("meet each other's requests: what one asked for and the other was given is met")
    func supports() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            let again = LearnerID(UUID())
            let label = try #require(Label("Quiet room"))
            func asked() async throws -> [Int64?] {
                try await district.projector.catchUp()
                let counts = try await town.counts(Self.autumn)[town.hill]?["everyone"]
                return [counts?[.asked], counts?[.met], counts?[.waiting]]
            }
            let before = try await asked().map { $0 ?? 0 }
            let request = try district.event(
                town.bo, .supportRequested(SupportRequested(support: label)),
                at: Instant(startOf: town.day(2025, 9, 20)))
            let given = try district.event(
                again, .supportProvided(SupportProvided(support: label, request: request.id)),
                at: Instant(startOf: town.day(2025, 9, 27)))
            _ = try await district.log.append([request, given])
            let apart = try await asked()
            #expect(apart == [before[0] + 1, before[1], before[2] + 1])
            let link = try await town.link(again, town.bo)
            #expect(try await asked() == [before[0] + 1, before[1] + 1, before[2]])
            try await town.unlink(again, link)
            #expect(try await asked() == apart)
        }
    }

    @Test("have one continuum and one transcript, under either id, and each its own from before the link")
    func records() async throws {
        try await SmallDistrict.with { district in
            let histories = try [31, 32].map { try RandomHistory(seed: $0, count: 60) }
            try await district.append(histories, seed: 5)
            let (one, other) = (histories[0].learner, histories[1].learner)
            try await district.projector.catchUp()
            let continuum = ContinuumReader(log: district.log)
            let transcript = TranscriptReader(log: district.log)
            let before = try await continuum.rows(of: one)
            let apart = try await district.log.head()
            let link = try district.event(
                one, .identityLinked(IdentityLinked(other: other)), words: ["reason": "found out"])
            _ = try await district.log.append([link])
            try await district.projector.catchUp()

            let together = try await district.log.read(after: 0, limit: .max)
            let expected = LearnerFold<Continuum>(replaying: together).rows
            #expect(try await continuum.rows(of: one) == expected)
            #expect(try await continuum.rows(of: other) == expected)
            #expect(expected != before)
            #expect(try await transcript.rows(of: one) == transcript.rows(of: other))
            #expect(try await transcript.rows(of: one) == LearnerFold<Transcript>(replaying: together).rows)
            #expect(try await continuum.rows(of: one, asOf: .position(apart)) == before)
            let day = SampleTranscript.day(2026, 11, 2)
            let documents = try await [one, other].asyncMap { try await transcript.document(of: $0, madeOn: day) }
            #expect(documents[0].areas == documents[1].areas && !documents[0].areas.isEmpty)

            let undo = try district.event(
                one, .identityUnlinked(IdentityUnlinked(link: link.id)), words: ["reason": "not so"])
            _ = try await district.log.append([undo])
            try await district.projector.catchUp()
            #expect(try await continuum.rows(of: one) == before)
        }
    }

    @Test("of which one is erased leave the other whole, and nothing leads to what was erased")
    func erased() async throws {
        try await SmallDistrict.with { district in
            let (one, other) = (LearnerID(UUID()), LearnerID(UUID()))
            let prepared = try district.event(
                one, .transcriptPrepared(TranscriptPrepared(highlights: [])), words: ["statement": "My own words."])
            let theirs = try district.event(
                other, .goalSet(GoalSet(competency: CompetencyID(UUID()), level: try #require(Level(2)))),
                words: ["ownWords": "Theirs."])
            let link = try district.event(
                other, .identityLinked(IdentityLinked(other: one)), words: ["reason": "found out"])
            _ = try await district.log.append([prepared, theirs, link])
            try await district.projector.catchUp()
            let reader = IdentityReader(log: district.log)
            #expect(try await reader.history(of: one).count == 3)
            let linked = try await district.log.head()
            _ = try await district.log.erase(
                other, id: EventID(UUID()), basis: .request, by: Assertion(role: .system),
                at: Instant(microseconds: 1))
            // At once, not only when the tables have caught up.
            #expect(try await reader.ids(of: one) == [one])
            try await district.projector.catchUp()
            #expect(try await reader.ids(of: one) == [one])
            #expect(try await reader.ids(of: other) == [other])
            // Not in the past either.
            #expect(try await reader.history(of: one, upTo: linked).map(\.event.id) == [prepared.id])
            let document = try await TranscriptReader(log: district.log).document(
                of: one, madeOn: SampleTranscript.day(2026, 11, 2))
            #expect(document.statement == "My own words.")
            // A new link does not lead there either.
            _ = try await district.log.append([
                try district.event(one, .identityLinked(IdentityLinked(other: other)), words: ["reason": "again"])
            ])
            try await district.projector.catchUp()
            #expect(try await reader.ids(of: one) == [one])
        }
    }

    @Test("of which one has its words destroyed stay one person: who it is was kept")
    func wordsDestroyed() async throws {
        try await SmallDistrict.with { district in
            let (one, other) = (LearnerID(UUID()), LearnerID(UUID()))
            _ = try await district.log.append([
                try district.event(
                    other, .identityLinked(IdentityLinked(other: one)), words: ["reason": "found out"])
            ])
            try await district.projector.catchUp()
            let reader = IdentityReader(log: district.log)
            #expect(try await Set(reader.ids(of: one)) == [one, other])
            _ = try await district.log.erase(
                Erasure(
                    id: EventID(UUID()), learner: other, reach: .words, basis: .retentionSchedule,
                    by: Assertion(role: .system),
                    at: Instant(microseconds: 1)))
            try await district.projector.catchUp()
            #expect(try await Set(reader.ids(of: one)) == [one, other])
        }
    }

    @Test("are counted apart again once one of them is erased, and its facts still count")
    func erasedAndCounted() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            _ = try await town.link(town.ann, town.ed)
            #expect(try await town.counts(Self.autumn)[town.hill]?["everyone"]?[.enrolled] == 4)
            _ = try await district.log.erase(
                town.ed, id: EventID(UUID()), basis: .request, by: Assertion(role: .system),
                at: Instant(microseconds: 1))
            try await district.projector.catchUp()
            let after = try await town.counts(Self.autumn)[town.hill]?["everyone"]
            #expect(after?[.enrolled] == 5 && after?[.neverOffered] == 2)
            let tenant = district.tenant
            let inForce = try await district.log.run { session in
                try session.query("select in_force from analytics.identity_links where tenant = \(tenant)")
                    .column(as: Bool.self)
            }
            #expect(inForce == [false])
        }
    }

    @Test("must be of one district, and not the same id")
    func bounds() async throws {
        try await SmallDistrict.with { district in
            let learner = LearnerID(UUID())
            #expect(throws: RecordError.self) {
                try district.event(
                    learner, .identityLinked(IdentityLinked(other: learner)), words: ["reason": "x"]
                ).check()
            }
            let elsewhere = SmallDistrict(district, of: try await district.store.createDistrict(named: "Elsewhere"))
            let stranger = LearnerID(UUID())
            let goal = Facts.goalSet(GoalSet(competency: CompetencyID(UUID()), level: try #require(Level(2))))
            _ = try await elsewhere.log.append([try elsewhere.event(stranger, goal)])
            let own = try district.event(learner, goal)
            let link = try district.event(
                learner, .identityLinked(IdentityLinked(other: stranger)), words: ["reason": "x"])
            _ = try await district.log.append([own, link])
            for place in [district, elsewhere] { try await place.projector.catchUp() }
            // Nothing of the other district comes of it, on either side.
            #expect(
                try await IdentityReader(log: district.log).history(of: learner).map(\.event.id) == [own.id, link.id])
            #expect(try await IdentityReader(log: elsewhere.log).ids(of: stranger) == [stranger])
            #expect(try await IdentityReader(log: elsewhere.log).ids(of: learner) == [learner])
        }
    }

    private static let autumn = AccessWindow(
        title: "Autumn", from: SampleTranscript.day(2025, 9, 1), to: SampleTranscript.day(2026, 1, 31))
}

extension Town {
    func link(_ learner: LearnerID, _ other: LearnerID) async throws -> EventID {
        let event = try district.event(
            learner, .identityLinked(IdentityLinked(other: other)), words: ["reason": "found out"])
        _ = try await district.log.append([event])
        try await district.projector.catchUp()
        return event.id
    }

    func unlink(_ learner: LearnerID, _ link: EventID) async throws {
        _ = try await district.log.append([
            try district.event(learner, .identityUnlinked(IdentityUnlinked(link: link)), words: ["reason": "not so"])
        ])
        try await district.projector.catchUp()
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
