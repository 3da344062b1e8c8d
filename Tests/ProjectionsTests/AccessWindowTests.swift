import EventLog
import Foundation
import LearningRecord
import LibPQ
@testable import Projections
import TestSupport
import Testing

/// A handful of learners, counted by hand.
@Suite("Access in a term, a school year, and between two days")
struct AccessWindowTests {
    @Test("counts enrolment, offers, waiting, initiators and supports of each school in a term")
    func term() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            let hill = try await town.counts(.term)[town.hill, default: [:]]["everyone"]
            // Ann, Bo until October, Cy, Di until September, Ed.
            #expect(hill?[.enrolled] == 5)
            // Ann, Bo, Cy; what Di was offered in December fell outside her time there.
            #expect(hill?[.offered] == 3)
            #expect(hill?[.neverOffered] == 2)
            #expect(hill?[.accepted] == 2 && hill?[.started] == 2 && hill?[.completed] == 1)
            // After 10, 20 and 30 days; Di and Ed wait longer than that.
            #expect(hill?[.offeredSoon] == 2)
            #expect(hill?.days == [.quarterOffered: 20, .halfOffered: 30, .halfMet: 10])
            #expect(hill?[.byTeacher] == 2 && hill?[.byFamily] == 1 && hill?[.byLearner] == 0 && hill?[.byRule] == 0)
            // Ann has what she asked for, after ten days; Ed waits for one of two. What Cy asked for names no school, and
            // he is in two; Di was not there when she asked.
            #expect(hill?[.asked] == 2 && hill?[.met] == 1 && hill?[.waiting] == 1)

            let lake = try await town.counts(.term)[town.lake, default: [:]]["everyone"]
            // Bo from November, Cy.
            #expect(lake?[.enrolled] == 2)
            // Bo, in the only school where he was then, though the offer names none. Cy's names none either.
            #expect(lake?[.offered] == 1 && lake?[.neverOffered] == 1)
            #expect(lake?.days == [.quarterOffered: 10, .halfOffered: 10])
            #expect(lake?[.byRule] == 1 && lake?[.byTeacher] == 0)
            #expect(lake?[.asked] == 0)
        }
    }

    @Test("counts people once in a school year, and by what falls between any two days")
    func yearAndDays() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            let reader = AccessReader(log: district.log)
            let year = try #require(try await reader.schoolYears(endingIn: 2026).first)
            #expect(year == AccessWindow(title: "2025-26", from: town.day(2025, 9, 1), to: town.day(2026, 6, 30)))
            #expect(try await reader.schoolYears(endingIn: 1999).isEmpty)
            let hill = try await town.counts(year)[town.hill, default: [:]]["everyone"]
            // Di came back in March and was offered something then: 191 days after she first came.
            #expect(hill?[.enrolled] == 5 && hill?[.offered] == 4 && hill?[.neverOffered] == 1)
            #expect(hill?.days[.threeQuartersOffered] == 191)

            let march = AccessWindow(title: "March", from: town.day(2026, 3, 1), to: town.day(2026, 3, 31))
            let then = try await town.counts(march)[town.hill, default: [:]]["everyone"]
            // Bo moved away long before. Di waited ten days of this window.
            #expect(then?[.enrolled] == 4 && then?[.offered] == 1 && then?[.neverOffered] == 3)
            #expect(then?.days == [.quarterOffered: 10])
            // The day before anybody came, nobody is there.
            let before = AccessWindow(title: "Before", from: town.day(2025, 8, 30), to: town.day(2025, 8, 31))
            #expect(try await town.counts(before).isEmpty)
            // One day is a window, and its two ends belong to it.
            let lastOfBo = AccessWindow(title: "A day", from: town.day(2025, 10, 31), to: town.day(2025, 10, 31))
            #expect(try await town.counts(lastOfBo)[town.hill]?["everyone"]?[.enrolled] == 4)
            let dayAfter = AccessWindow(title: "A day", from: town.day(2025, 11, 1), to: town.day(2025, 11, 1))
            #expect(try await town.counts(dayAfter)[town.hill]?["everyone"]?[.enrolled] == 3)
        }
    }

    @Test("counts each in the group of the day, in one dimension and in two at once")
    func groups() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            let hill = try await town.counts(.term, by: "language")[town.hill, default: [:]]
            // Bo spoke one when he came, and two when he was offered something.
            #expect(hill["one"]?[.enrolled] == 3 && hill["one"]?[.offered] == 1)
            #expect(hill["two"]?[.enrolled] == 1 && hill["two"]?[.offered] == 2)
            #expect(hill["unknown"]?[.enrolled] == 1 && hill["unknown"]?[.offered] == 0)
            #expect(hill["one"]?[.neverOffered] == 1 && hill["two"]?[.neverOffered] == 0)
            #expect(hill["unknown"]?[.neverOffered] == 1)
            // Bo's wait is that of those who speak two; Ed, who waits, is still counted with one.
            #expect(hill["two"]?.days == [.quarterOffered: 20, .halfOffered: 20, .threeQuartersOffered: 30])
            #expect(hill["one"]?.days == [.quarterOffered: 10, .halfOffered: 10, .halfMet: 10])

            let crossed = try await AccessReader(log: district.log).counts(in: .term, by: "language", and: "sex")
                .filter { $0.school == town.hill }
            #expect(crossed.first { $0.group == "one" && $0.other == "f" }?[.enrolled] == 2)
            #expect(crossed.first { $0.group == "one" && $0.other == "f" }?[.offered] == 1)
            #expect(crossed.first { $0.group == "one" && $0.other == "m" }?[.enrolled] == 1)
            #expect(crossed.first { $0.group == "two" && $0.other == "m" }?[.offered] == 1)
            #expect(crossed.reduce(0) { $0 + $1[.enrolled] } == 5)
        }
    }

    @Test("asks only for the school and the form of opportunity that are named")
    func restricted() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            let reader = AccessReader(log: district.log)
            let lake = try await reader.counts(in: .term, .init(school: town.lake))
            #expect(lake.map(\.school) == [town.lake])
            let scaffold = try await reader.counts(in: .term, .init(school: town.hill, form: "scaffold"))
            #expect(scaffold.map { $0[.enrolled] } == [5] && scaffold.map { $0[.offered] } == [1])
            // Ten days are not fewer than ten.
            let soon = try await reader.counts(in: .term, .init(school: town.hill, days: 10))
            #expect(soon.map { $0[.offeredSoon] } == [0])
        }
    }

    @Test("gives away no number of so few people")
    func released() async throws {
        try await SmallDistrict.with { district in
            let town = try await Town(district)
            for (dimension, crossed) in [("all", nil), ("language", nil), ("language", "sex")] as [(String, String?)] {
                let lines = try await AccessReader(log: district.log).released(in: .term, by: dimension, and: crossed)
                #expect(!lines.isEmpty)
                for line in lines {
                    #expect(AccessNumber.allCases.allSatisfy { line[$0] == nil || line[$0] == 0 })
                    #expect(line[.enrolled] == nil)
                    #expect(!line.shows(.halfOffered) && !line.shows(.halfMet))
                }
            }
            _ = town
        }
    }
}

extension AccessWindow {
    /// The first term of ``Town``.
    fileprivate static var term: AccessWindow {
        AccessWindow(
            title: "Autumn", from: SampleTranscript.day(2025, 9, 1), to: SampleTranscript.day(2026, 1, 31))
    }
}

/// Two schools and five learners.
struct Town {
    let district: SmallDistrict
    let hill = SchoolID(UUID())
    let lake = SchoolID(UUID())
    let ann = LearnerID(UUID())
    let bo = LearnerID(UUID())
    let cy = LearnerID(UUID())
    let di = LearnerID(UUID())
    let ed = LearnerID(UUID())

    init(_ district: SmallDistrict) async throws {
        self.district = district
        try await district.addSchool(hill, named: "Hill")
        try await district.addSchool(lake, named: "Lake")
        for (title, from, to) in [
            ("Autumn", day(2025, 9, 1), day(2026, 1, 31)), ("Spring", day(2026, 2, 1), day(2026, 6, 30)),
        ] {
            try await district.addTerm(TermID(UUID()), titled: title, from: from, to: to)
        }
        let tenant = district.tenant
        _ = try await district.log.run {
            try $0.execute("update ref.term set school_year = 2026 where tenant = \(tenant)")
        }
        try await district.addMembership(ann, "language", "one")
        try await district.addMembership(bo, "language", "one", to: day(2025, 9, 15))
        try await district.addMembership(bo, "language", "two", from: day(2025, 9, 15))
        try await district.addMembership(cy, "language", "two")
        try await district.addMembership(ed, "language", "one", to: day(2025, 12, 1))
        try await district.addMembership(ed, "language", "two", from: day(2025, 12, 1))
        for learner in [ann, cy, ed] { try await district.addMembership(learner, "sex", "f") }
        for learner in [bo, di] { try await district.addMembership(learner, "sex", "m") }

        try await enrol(ann, hill, day(2025, 9, 1))
        try await enrol(bo, hill, day(2025, 9, 1), until: day(2025, 10, 31))
        try await enrol(bo, lake, day(2025, 11, 1))
        for school in [hill, lake] { try await enrol(cy, school, day(2025, 9, 1)) }
        try await enrol(di, hill, day(2025, 9, 1), until: day(2025, 9, 30))
        try await enrol(di, hill, day(2026, 3, 1))
        try await enrol(ed, hill, day(2025, 9, 1))

        let first = try await offer(ann, hill, day(2025, 9, 11), .teacher)
        let second = try await offer(bo, hill, day(2025, 10, 1), .family)
        try await tell(ann, answering: first)
        try await tell(bo, answering: second)
        try await add(first, ann) { .enrichmentCompleted(EnrichmentCompleted(offer: $0)) }
        try await offer(bo, nil, day(2025, 11, 11), .universalRule)
        try await offer(cy, hill, day(2025, 9, 21), .teacher, form: .scaffold)
        try await offer(cy, nil, day(2025, 9, 5), .teacher)
        try await offer(di, hill, day(2025, 12, 1), .teacher)
        try await offer(di, hill, day(2026, 3, 11), .learner)

        try await support(ann, hill, asked: day(2025, 9, 5), met: day(2025, 9, 15))
        try await support(cy, nil, asked: day(2025, 9, 5), met: nil)
        try await support(ed, hill, asked: day(2025, 9, 10), met: day(2025, 9, 12))
        try await support(ed, hill, asked: day(2025, 10, 1), met: nil)
        try await support(di, hill, asked: day(2025, 12, 1), met: nil)
        try await district.projector.catchUp()
    }

    func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate { SampleTranscript.day(year, month, day) }

    /// The counts of a window, by school and group.
    func counts(
        _ window: AccessWindow, by dimension: String = AccessQuery.everyone
    ) async throws -> [SchoolID: [String: AccessCounts]] {
        let counts = try await AccessReader(log: district.log).counts(in: window, by: dimension)
        return Dictionary(grouping: counts, by: \.school)
            .mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.group, $0) }) }
    }

    func enrol(
        _ learner: LearnerID, _ school: SchoolID, _ from: CalendarDate, until: CalendarDate? = nil
    ) async throws {
        let event = try district.event(
            learner, .enrolled(Enrolled(from: from)), at: Instant(startOf: from), school: school)
        var events = [event]
        if let until {
            events.append(
                try district.event(
                    learner, .left(Left(enrolment: event.id, on: until)), at: Instant(startOf: until), school: school))
        }
        _ = try await district.log.append(events)
    }

    @discardableResult
    func offer(
        _ learner: LearnerID, _ school: SchoolID?, _ on: CalendarDate, _ initiator: EnrichmentOffered.Initiator,
        form: EnrichmentOffered.Form = .enrichment
    ) async throws -> EventID {
        let event = try district.event(
            learner,
            .enrichmentOffered(
                EnrichmentOffered(
                    opportunity: try #require(Label("A club")), form: form, competency: nil, initiatedBy: initiator,
                    pairedWith: nil)), at: Instant(startOf: on), school: school)
        _ = try await district.log.append([event])
        return event.id
    }

    private func tell(_ learner: LearnerID, answering offer: EventID) async throws {
        try await add(offer, learner) { .enrichmentAnswered(EnrichmentAnswered(offer: $0, answer: .accepted)) }
        try await add(offer, learner) { .enrichmentStarted(EnrichmentStarted(offer: $0)) }
    }

    private func add(_ offer: EventID, _ learner: LearnerID, _ facts: (EventID) -> Facts) async throws {
        _ = try await district.log.append([
            try district.event(learner, facts(offer), at: Instant(startOf: day(2025, 10, 10)))
        ])
    }

    private func support(
        _ learner: LearnerID, _ school: SchoolID?, asked: CalendarDate, met: CalendarDate?
    ) async throws {
        let request = try district.event(
            learner, .supportRequested(SupportRequested(support: try #require(Label("A quiet room")))),
            at: Instant(startOf: asked), school: school)
        var events = [request]
        if let met {
            events.append(
                try district.event(
                    learner,
                    .supportProvided(
                        SupportProvided(support: try #require(Label("A quiet room")), request: request.id)),
                    at: Instant(startOf: met), school: school))
        }
        _ = try await district.log.append(events)
    }
}
