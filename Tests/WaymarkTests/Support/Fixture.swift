import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport

/// A district with a school, a class and people, made through the layers below the command line.
struct Fixture {
    let store: Store
    let district: District
    let log: EventLog
    let school: SchoolID
    let section: SectionID
    let teacher: PersonID

    /// Makes a district named `name`, with the teacher Grace Okafor.
    init(_ database: TestDatabase, named name: String, keys: TestDatabase? = nil) async throws {
        store = Store(
            pool: Pool(Store.options(database.options), size: 2), master: Self.master,
            keyPool: keys.map { Pool(Store.options($0.options), size: 1) })
        district = try await store.createDistrict(named: name)
        log = store.log(of: district)
        let (school, section) = (SchoolID(UUID()), SectionID(UUID()))
        (self.school, self.section) = (school, section)
        let tenant = district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.school (tenant, school, source_id, kind, name)
                values (\(tenant), \(school), 'sch-1', 'school', \("School of \(name)"))
                """)
            _ = try session.execute(
                """
                insert into ref.section (tenant, section, source_id, title, school)
                values (\(tenant), \(section), 'sec-1', 'Patterns', \(school))
                """)
        }
        teacher = try await Self.person(log, "t-1", "Grace", "Okafor", role: "teacher")
    }

    /// The master key of the tests.
    static var master: MasterKey? { Data(base64Encoded: Program.masterKey).flatMap { MasterKey(bytes: Array($0)) } }

    /// Adds somebody whom the roster knows, or knew until a day.
    func person(
        _ sourceID: String, _ given: String, _ family: String, role: String, endedOn: CalendarDate? = nil
    ) async throws -> PersonID {
        let person = try await Self.person(log, sourceID, given, family, role: role)
        let tenant = district.tenant
        try await log.run { session in
            _ = try session.execute(
                "update ref.person set ended_on = \(endedOn) where tenant = \(tenant) and person = \(person)")
        }
        return person
    }

    /// Says of a learner which language is spoken at home.
    func group(_ learner: LearnerID) async throws {
        let tenant = district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.group_membership (tenant, learner, dimension, member_of)
                values (\(tenant), \(learner), 'language', 'fr')
                """)
        }
    }

    /// Adds many learners who left in 2015: two events each, the second with words.
    /// - Parameter isKnown: whether the roster knows them, and a group of theirs.
    func goneLearners(_ count: Int, isKnown: Bool = true) async throws -> [LearnerID] {
        let learners = (0..<count).map { _ in LearnerID(UUID()) }
        let (from, to) = (try day("2014-09-01"), try day("2015-06-30"))
        let support = try label("a reader")
        let events = learners.flatMap { learner in
            [
                (Facts.enrolled(Enrolled(from: from, to: to)), Words()),
                (.supportRequested(SupportRequested(support: support)), ["note": "may I have one?"]),
            ].map { facts, words in
                LearningEvent(
                    id: EventID(UUID()), learner: learner, occurredAt: Instant(startOf: from),
                    assertedBy: Assertion(role: .system), school: school, facts: facts, words: words)
            }
        }
        _ = try await log.appendInBulk(events)
        if isKnown {
            let tenant = district.tenant
            try await log.run { session in
                _ = try session.execute(
                    """
                    insert into ref.person (tenant, person, source_id, given_name, family_name, roles)
                    select \(tenant), u.id, 'gone-' || u.id, 'Gone', 'Long', array['student']
                      from unnest(\(learners)) u(id)
                    """)
                _ = try session.execute(
                    """
                    insert into ref.group_membership (tenant, learner, dimension, member_of)
                    select \(tenant), u.id, 'language', 'fr' from unnest(\(learners)) u(id)
                    """)
            }
        }
        return learners
    }

    /// Adds a learner, enrolled in the class.
    func learner(_ sourceID: String, _ given: String, _ family: String) async throws -> LearnerID {
        let learner = try await Self.person(log, sourceID, given, family, role: "student")
        let (tenant, school, section) = (district.tenant, school, section)
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.enrolment (tenant, source_id, person, section, school, part, starts_on)
                values (\(tenant), \("e-\(sourceID)"), \(learner), \(section), \(school), 'student', '2025-08-18')
                """)
        }
        try await append(
            .enrolled(Enrolled(from: try day("2025-08-18"))), of: learner, on: "2025-08-18",
            by: Assertion(role: .system))
        return learner
    }

    /// Appends an event of the teacher's.
    @discardableResult
    func append(
        _ facts: Facts, of learner: LearnerID, on date: String, by assertion: Assertion? = nil, words: Words = [:]
    ) async throws -> EventID {
        let id = EventID(UUID())
        _ = try await log.append([
            LearningEvent(
                id: id, learner: learner, occurredAt: Instant(startOf: try day(date)),
                assertedBy: assertion ?? Assertion(person: teacher, role: .teacher), school: school, section: section,
                facts: facts, words: words)
        ])
        return id
    }

    /// A day.
    func day(_ text: String) throws -> CalendarDate {
        guard let date = CalendarDate(text) else { throw CancellationError() }
        return date
    }

    /// A short name.
    func label(_ text: String) throws -> Label {
        guard let label = Label(text) else { throw CancellationError() }
        return label
    }

    private static func person(
        _ log: EventLog, _ sourceID: String, _ given: String, _ family: String, role: String
    ) async throws -> PersonID {
        let person = PersonID(UUID())
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.person (tenant, person, source_id, given_name, family_name, roles)
                values (\(tenant), \(person), \(sourceID), \(given), \(family), \([role]))
                """)
        }
        return person
    }
}
