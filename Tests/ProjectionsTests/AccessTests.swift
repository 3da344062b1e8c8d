import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

@Suite("Access equity")
struct AccessTests {
    @Test(
        "the view counts what a plain count finds, and explains each cell with as many learners",
        arguments: Seeds.first(3))
    func counts(seed: UInt64) async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<12).map { try RandomHistory(seed: seed * 100 + $0, count: 60) }
            let naive = try await district.fill(histories, seed: seed)
            let cells = try await AccessReader(log: district.log).cells(AccessQuery(form: nil))
            var found: Set<NaiveAccess.Key> = []
            for cell in cells {
                let key = NaiveAccess.Key(
                    school: cell.school, term: cell.term, dimension: cell.dimension, group: cell.group, form: cell.form)
                #expect(found.insert(key).inserted, "seed \(seed): a cell stands twice")
                let expected = naive.cells[key] ?? .init()
                #expect(cell.enrolled == Int64(expected.enrolled.count), "seed \(seed), \(key)")
                #expect(cell.offered == Int64(expected.offered.count), "seed \(seed), \(key)")
                #expect(cell.accepted == Int64(expected.accepted.count), "seed \(seed), \(key)")
                #expect(cell.started == Int64(expected.started.count), "seed \(seed), \(key)")
                #expect(cell.completed == Int64(expected.completed.count), "seed \(seed), \(key)")
                #expect(cell.neverOffered == Int64(expected.neverOffered.count), "seed \(seed), \(key)")
            }
            #expect(found.isSuperset(of: naive.cells.keys), "seed \(seed)")
            #expect(cells.contains { $0.offered > 0 && $0.form == "acceleration" })

            // What is counted between the first and the last day of a term is what the view counts in the term.
            for term in naive.terms {
                let window = AccessWindow(title: "A term", from: term.from, to: term.to)
                for dimension in ["all", "language", "sex"] {
                    let found = try await AccessReader(log: district.log).counts(
                        in: window, by: dimension, .init(form: "scaffold"))
                    for counts in found {
                        let expected = naive.cells[
                            .init(
                                school: counts.school, term: term.id, dimension: dimension, group: counts.group,
                                form: "scaffold")]
                        let numbers = [AccessNumber.enrolled, .offered, .accepted, .started, .completed, .neverOffered]
                        let sets = [
                            expected?.enrolled, expected?.offered, expected?.accepted, expected?.started,
                            expected?.completed, expected?.neverOffered,
                        ]
                        #expect(numbers.map { counts[$0] } == sets.map { Int64($0?.count ?? 0) }, "seed \(seed)")
                    }
                    let cells = cells.filter {
                        $0.term == term.id && $0.dimension == dimension && $0.form == "scaffold"
                    }
                    #expect(found.count >= cells.count, "seed \(seed)")
                }
            }
            var generator = SeededGenerator(seed: seed)
            for cell in cells.shuffled(using: &generator).prefix(12) {
                try await explained(cell, naive, in: district, seed: seed)
            }
        }
    }

    private func explained(
        _ cell: AccessCell, _ naive: NaiveAccess, in district: SmallDistrict, seed: UInt64
    ) async throws {
        let key = NaiveAccess.Key(
            school: cell.school, term: cell.term, dimension: cell.dimension, group: cell.group, form: cell.form)
        let expected = naive.cells[key] ?? .init()
        let sets: [AccessMeasure: Set<LearnerID>] = [
            .enrolled: expected.enrolled, .offered: expected.offered, .accepted: expected.accepted,
            .started: expected.started, .completed: expected.completed, .neverOffered: expected.neverOffered,
        ]
        for measure in AccessMeasure.allCases {
            let explanation = try await Explain(log: district.log).cell(
                .access(
                    .init(
                        school: cell.school, term: cell.term, dimension: cell.dimension, group: cell.group,
                        form: cell.form, measure: measure)))
            #expect(Set(explanation.learners.map(\.learner)) == sets[measure], "seed \(seed), \(measure), \(key)")
            #expect(explanation.learnerCount == Int64(sets[measure]?.count ?? 0), "seed \(seed), \(measure)")
            for learner in explanation.learners {
                #expect(learner.events.contains { $0.isBehind }, "seed \(seed), \(measure)")
                #expect(learner.events.allSatisfy { !$0.isBehind || $0.standing == .counts }, "seed \(seed)")
            }
        }
    }

    @Test("two dimensions at once sum up to each of them")
    func crossed() async throws {
        try await SmallDistrict.with { district in
            let histories = try (0..<12).map { try RandomHistory(seed: 900 + $0, count: 40) }
            _ = try await district.fill(histories, seed: 4)
            let tenant = district.tenant
            let differing = try await district.log.run { session in
                try session.query(
                    """
                    select count(*) from (
                        select school, term, form, group_1 as group_name, sum(enrolled) as enrolled,
                               sum(never_offered) as never_offered
                          from analytics.access_crossed
                         where tenant = \(tenant) and dimension_1 = 'language' group by 1, 2, 3, 4) x
                      full join (select * from analytics.access where tenant = \(tenant) and dimension = 'language') a
                     using (school, term, form, group_name)
                     where (x.enrolled, x.never_offered) is distinct from (a.enrolled, a.never_offered)
                    """
                ).single(as: Int64.self)
            }
            #expect(differing == 0)
        }
    }
}

extension SmallDistrict {
    /// Appends histories, with two terms and random groups in two dimensions, and counts plainly.
    fileprivate func fill(_ histories: [RandomHistory], seed: UInt64) async throws -> NaiveAccess {
        var generator = SeededGenerator(seed: seed ^ 0xACCE55)
        func day(_ days: Int32) -> CalendarDate { CalendarDate(daysSince1970: days) }
        let terms = [
            NaiveAccess.Term(id: TermID(UUID()), from: day(20_000), to: day(20_018)),
            NaiveAccess.Term(id: TermID(UUID()), from: day(20_015), to: day(20_060)),
        ]
        for term in terms { try await addTerm(term.id, titled: "A term", from: term.from, to: term.to) }
        var memberships: [NaiveAccess.Membership] = []
        for history in histories where Bool.random(using: &generator) {
            let change = day(Int32.random(in: 20_000..<20_040, using: &generator))
            memberships.append(
                .init(learner: history.learner, dimension: "language", group: "one", from: nil, to: change))
            if Bool.random(using: &generator) {
                memberships.append(
                    .init(learner: history.learner, dimension: "language", group: "two", from: change, to: nil))
            }
            memberships.append(.init(learner: history.learner, dimension: "sex", group: "a", from: nil, to: nil))
        }
        for membership in memberships {
            try await addMembership(
                membership.learner, membership.dimension, membership.group, from: membership.from, to: membership.to)
        }
        try await append(histories, seed: seed)
        try await projector.catchUp()
        var naive = NaiveAccess(terms: terms, memberships: memberships)
        for history in histories {
            naive.add(history.learner, LearnerFold<AccessEquity>(replaying: history.events).rows)
        }
        return naive
    }
}
