import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@testable import Service

/// The rest of the two schools: as many people as it takes for figures of groups to be shown.
extension LakesideSchool {
    private struct Somebody: Sendable {
        let id: PersonID
        let given: String
        let family: String
        let groups: [String: String]
    }

    private static let families = [
        "Alvarez", "Baker", "Chen", "Davis", "Eriksen", "Flores", "Garcia", "Hill", "Ibrahim", "Jensen", "Kim", "Lopez",
        "Mendoza", "Nguyen", "Ortiz", "Perez", "Quinn", "Ramirez", "Smith", "Thompson", "Ueda", "Vu", "Walker", "Young",
    ]

    private func invent(_ count: Int, from start: Int, _ random: inout SeededGenerator) -> [Somebody] {
        (0..<count).map { place in
            let language = ["english", "english", "english", "spanish", "spanish", "vietnamese"].randomElement(
                using: &random)
            let race = ["white", "hispanic-or-latino", "black-or-african-american", "asian", "two-or-more-races"]
                .randomElement(using: &random)
            return Somebody(
                id: PersonID(UUID()), given: Self.names[(start + place * 7 + place / 24 * 5) % Self.names.count].given,
                family: Self.families[(start + place) % Self.families.count],
                groups: [
                    "language": place % 40 == 3 ? "arabic" : language ?? "english", "race-ethnicity": race ?? "white",
                    "sex": Bool.random(using: &random) ? "female" : "male",
                ])
        }
    }

    /// Fills both schools, and says of all their learners which groups they belong to.
    func fillSchools() async throws {
        var random = SeededGenerator(seed: 11)
        var events: [LearningEvent] = []
        var number = 4_000
        for (school, count) in [(high, 150), (middle, 110)] {
            let people = invent(count, from: number, &random)
            try await insert(people, from: number, at: school)
            number += count
            for somebody in people {
                events += try access(of: somebody.id, somebody.groups["language"] ?? "", at: school, &random)
            }
        }
        let own = zip(learners + [leo], 0...).map { id, place in
            Somebody(
                id: id, given: "", family: "",
                groups: [
                    "language": ["spanish", "english", "english", "vietnamese"][place % 4],
                    "race-ethnicity": ["hispanic-or-latino", "black-or-african-american", "white", "asian"][place % 4],
                    "sex": place % 2 == 0 ? "female" : "male",
                ])
        }
        try await join(own)
        for start in stride(from: 0, to: events.count, by: 400) {
            try await service.append(Array(events[start..<min(start + 400, events.count)]))
        }
        try await settle()
    }

    private func insert(_ people: [Somebody], from number: Int, at school: SchoolID) async throws {
        let (tenant, section, from) = (service.log.district.tenant, section(at: school), Self.terms(on: today)[3].from)
        try await service.log.run { session in
            for (place, somebody) in people.enumerated() {
                _ = try session.execute(
                    """
                    insert into ref.person (tenant, person, source_id, given_name, family_name, roles)
                    values (\(tenant), \(somebody.id), \("s-\(number + place)"), \(somebody.given), \(somebody.family),
                            \(["student"]))
                    """)
                _ = try session.execute(
                    """
                    insert into ref.enrolment (tenant, source_id, person, section, school, part, starts_on)
                    values (\(tenant), \("e-\(number + place)"), \(somebody.id), \(section), \(school), 'student', \(from))
                    """)
            }
        }
        try await join(people)
    }

    private func join(_ people: [Somebody]) async throws {
        let tenant = service.log.district.tenant
        try await service.log.run { session in
            for somebody in people {
                for (dimension, group) in somebody.groups {
                    _ = try session.execute(
                        """
                        insert into ref.group_membership (tenant, learner, dimension, member_of)
                        values (\(tenant), \(somebody.id), \(dimension), \(group))
                        """)
                }
            }
        }
    }

    private func section(at school: SchoolID) -> SectionID { school == high ? chemistry : seven }

    /// Enrolment and offers of somebody over the terms.
    private func access(
        of learner: LearnerID, _ language: String, at school: SchoolID, _ random: inout SeededGenerator
    ) throws -> [LearningEvent] {
        let terms = Self.terms(on: today)
        let system = Assertion(role: .system)
        var events: [LearningEvent] = [
            try event(
                .enrolled(Enrolled(from: terms[3].from)), of: learner, by: system, on: terms[3].from, school: school,
                section: section(at: school))
        ]
        for (place, term) in terms.enumerated().reversed() {
            // It was less for some languages, and has become more for all.
            let chance = (language == "english" ? 62 : 44) + (3 - place) * 5
            guard Int.random(in: 0..<100, using: &random) < chance else { continue }
            let last = min(term.to, CalendarDate(daysSince1970: today.daysSince1970 - 1))
            guard term.from < last else { continue }
            let length = Int32(last.daysSince1970 - term.from.daysSince1970)
            func day(_ part: Int32) -> CalendarDate {
                CalendarDate(daysSince1970: term.from.daysSince1970 + length * part / 10)
            }
            let offers: [(String, EnrichmentOffered.Form)] = [
                ("Robotics after school", .enrichment), ("Math circle", .enrichment),
                ("Algebra seminar", .acceleration),
                ("Reading partners", .scaffold),
            ]
            let (name, form) = offers[Int.random(in: 0..<offers.count, using: &random)]
            let offer = try event(
                .enrichmentOffered(
                    EnrichmentOffered(
                        opportunity: try service.label(name), form: form,
                        initiatedBy: [.teacher, .teacher, .family, .learner, .universalRule]
                            .randomElement(using: &random) ?? .teacher)),
                of: learner, by: system, on: day(3), school: school, section: section(at: school))
            events.append(offer)
            guard Int.random(in: 0..<100, using: &random) < 72 else { continue }
            events.append(
                try event(
                    .enrichmentAnswered(EnrichmentAnswered(offer: offer.id, answer: .accepted)), of: learner,
                    by: system,
                    on: day(4), school: school, section: section(at: school)))
            guard Int.random(in: 0..<100, using: &random) < 85 else { continue }
            events.append(
                try event(
                    .enrichmentStarted(EnrichmentStarted(offer: offer.id)), of: learner, by: system, on: day(5),
                    school: school, section: section(at: school)))
            guard Int.random(in: 0..<100, using: &random) < 70 else { continue }
            events.append(
                try event(
                    .enrichmentCompleted(EnrichmentCompleted(offer: offer.id)), of: learner, by: system, on: day(9),
                    school: school, section: section(at: school)))
        }
        return events
    }
}
