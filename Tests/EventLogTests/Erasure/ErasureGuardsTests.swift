import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("What keeps an erasure from happening")
struct ErasureGuardsTests {
    @Test("an open request to see the record does, for both reaches; an answer or a correction of it lets it happen")
    func requests() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 71, learners: 3)
            let (ada, ben, cem) = (maker.learners[0], maker.learners[1], maker.learners[2])
            _ = try await fixture.log.append([ada, ben, cem].map { maker.attempt(of: $0) })
            let requests = [ada, ben].map { event(.accessRequested(AccessRequested(requester: .family)), of: $0) }
            _ = try await fixture.log.append(requests)
            for reach in Erasure.Reach.allCases {
                for learner in [ada, ben] {
                    do {
                        try await fixture.log.erase(erasure(of: learner, reach))
                        Issue.record("erased while a request is open")
                    } catch EventLogError.requestOpen(let who, _, let id) {
                        #expect(who == learner && id == learner)
                    }
                }
            }
            #expect(try await fixture.log.head() == 5)
            #expect(try await fixture.log.words(at: [1, 2]).count == 2)
            // Nobody else is kept back.
            try await fixture.log.erase(erasure(of: cem, .everything))

            // An answer to another learner's request answers nothing.
            _ = try await fixture.log.append([
                event(.accessAnswered(AccessAnswered(request: requests[1].id, answer: .shown)), of: ada)
            ])
            await #expect(throws: EventLogError.self) { try await fixture.log.erase(erasure(of: ada, .words)) }
            let answer = event(.accessAnswered(AccessAnswered(request: requests[0].id, answer: .shown)), of: ada)
            _ = try await fixture.log.append([answer])
            #expect(try await fixture.log.openRequests(of: ada).isEmpty)
            let void = event(.correction(Correction(voiding: answer.id)), of: ada, words: ["reason": "not shown"])
            _ = try await fixture.log.append([void])
            await #expect(throws: EventLogError.self) { try await fixture.log.erase(erasure(of: ada, .words)) }
            _ = try await fixture.log.append([
                event(.correction(Correction(voiding: void.id)), of: ada, words: ["reason": "it was"])
            ])
            try await fixture.log.erase(erasure(of: ada, .words))
            _ = try await fixture.log.append([
                event(.correction(Correction(voiding: requests[1].id)), of: ben, words: ["reason": "a mistake"])
            ])
            try await fixture.log.erase(erasure(of: ben, .everything))
            #expect(try await fixture.log.isErased(ben))
            #expect(try await fixture.log.isErased(ada) == false)
            #expect(try await fixture.log.learnersWithKeys().isEmpty)
        }
    }

    @Test(
        "a request under another id of the person does as well, through further links, until it is parted or answered")
    func requestsOfPersons() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 74, learners: 4)
            let (ada, again, between, cem) = (
                maker.learners[0], maker.learners[1], maker.learners[2], maker.learners[3]
            )
            _ = try await fixture.log.append([ada, again, between, cem].map { maker.attempt(of: $0) })
            let request = event(.accessRequested(AccessRequested(requester: .family)), of: ada)
            // The links lead there both ways round: one is stated by the id that is to go, one by that in between.
            let links = [
                event(.identityLinked(IdentityLinked(other: between)), of: again, words: ["reason": "one"]),
                event(.identityLinked(IdentityLinked(other: ada)), of: between, words: ["reason": "one"]),
            ]
            _ = try await fixture.log.append([request] + links)
            for reach in Erasure.Reach.allCases {
                for learner in [again, between, ada] {
                    do {
                        try await fixture.log.erase(erasure(of: learner, reach))
                        Issue.record("erased while a request of the person is open")
                    } catch EventLogError.requestOpen(let who, _, let id) {
                        #expect(who == learner && id == ada)
                    }
                }
            }
            #expect(try await fixture.log.openRequests(ofPersonOf: again).map(\.event.id) == [request.id])
            #expect(try await fixture.log.openRequests(of: again).isEmpty)
            try await fixture.log.erase(erasure(of: cem, .everything))
            _ = try await fixture.log.append([
                event(.identityUnlinked(IdentityUnlinked(link: links[0].id)), of: again, words: ["reason": "two"])
            ])
            try await fixture.log.erase(erasure(of: again, .everything))
            await #expect(throws: EventLogError.self) { try await fixture.log.erase(erasure(of: between, .words)) }
            _ = try await fixture.log.append([
                event(.accessAnswered(AccessAnswered(request: request.id, answer: .shown)), of: ada)
            ])
            try await fixture.log.erase(erasure(of: between, .everything))
        }
    }

    @Test("an erasure that was done is not done twice by another; words first and the rest later is both done")
    func again() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 72, learners: 1)
            let ada = maker.learners[0]
            _ = try await fixture.log.append([maker.attempt(of: ada)])
            let words = erasure(of: ada, .words)
            for _ in 0..<2 { try await fixture.log.erase(words) }
            do {
                try await fixture.log.erase(erasure(of: ada, .words))
                Issue.record("the words were destroyed twice")
            } catch EventLogError.alreadyErased {}
            let whole = erasure(of: ada, .everything)
            for _ in 0..<2 { try await fixture.log.erase(whole) }
            for reach in Erasure.Reach.allCases {
                do {
                    try await fixture.log.erase(erasure(of: ada, reach))
                    Issue.record("erased twice")
                } catch EventLogError.alreadyErased {}
            }
            let kinds = try await fixture.log.read(after: 0, limit: 9).map(\.event.kind)
            #expect(kinds == [.attempt, .wordsDestroyed, .learnerErased])
            #expect(try await fixture.store.erasures().map(\.erasure) == [words, whole])
        }
    }

    @Test("two who erase one learner at once: one does, and a request that comes in meanwhile is before or after")
    func race() async throws {
        try await withLog(connections: 8) { fixture in
            var maker = EventMaker(seed: 73, learners: 1)
            let ada = maker.learners[0]
            _ = try await fixture.log.append([maker.attempt(of: ada)])
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { (try? await fixture.log.erase(erasure(of: ada, .everything))) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(outcomes == 1)
            #expect(try await fixture.log.head() == 2)
        }
    }
}

@Suite("Authors who were erased")
struct ErasedAuthorsTests {
    @Test("what is given out shows neither them nor their part; the evidence and its words stay everybody else's")
    func authors() async throws {
        try await withLog { fixture in
            let (ada, ben, cem) = (LearnerID(UUID()), LearnerID(UUID()), LearnerID(UUID()))
            let claim = CompetencyClaim(competency: CompetencyID(UUID()), level: try #require(Level(2)))
            let shared = event(
                .evidence(
                    Evidence(
                        form: .artifact, claims: [claim],
                        authors: [.init(person: ben, part: .made), .init(person: cem, part: .observed)],
                        work: WorkID(UUID()))),
                of: ada, words: ["title": "Our bridge"])
            _ = try await fixture.log.append([shared])
            let stored = try await fixture.log.read(after: 0, limit: 1)
            #expect(try await fixture.log.withoutErasedAuthors(stored) == stored)
            try await fixture.log.erase(erasure(of: ben, .everything))
            // Whose words alone are gone is still who it was.
            try await fixture.log.erase(erasure(of: cem, .words))
            let shown = try await fixture.log.withoutErasedAuthors(stored)
            #expect(shown.first?.event.coauthors == [.init(person: cem, part: .observed)])
            #expect(try await fixture.log.words(at: [1])[1] == ["title": "Our bridge"])
            try await fixture.log.erase(erasure(of: ada, .everything))
            #expect(try await fixture.log.words(at: [1]).isEmpty)
        }
    }
}

func event(_ facts: Facts, of learner: LearnerID, words: Words = [:]) -> LearningEvent {
    LearningEvent(
        id: EventID(UUID()), learner: learner, occurredAt: Instant(microseconds: 1_790_000_000_000_000),
        assertedBy: Assertion(role: .system), facts: facts, words: words)
}

func erasure(of learner: LearnerID, _ reach: Erasure.Reach) -> Erasure {
    Erasure(
        id: EventID(UUID()), learner: learner, reach: reach, basis: .retentionSchedule, by: Assertion(role: .system),
        at: Instant(microseconds: 1_800_000_000_000_000))
}
