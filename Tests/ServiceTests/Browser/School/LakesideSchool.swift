import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import Projections
import Testing

@testable import Service

/// A district as in use: a high school and a middle school, a class in the middle of its term, everybody who works with
/// it, and accounts with a password for them. All days are reckoned from today, so that it is always the middle of a term.
struct LakesideSchool: Sendable {
    let service: RunningService
    let today = Page.now().date
    let high: SchoolID
    let middle: SchoolID
    /// Grace Okafor's class of 24.
    let math: SectionID
    /// Of another school, which she does not teach.
    let seven: SectionID
    /// Of the high school, and not hers either.
    let chemistry: SectionID
    /// Nobody is enrolled in it.
    let advisory: SectionID
    let grace: PersonID
    /// Teaches the same class.
    let marcus: PersonID
    /// In the class, by name.
    let learners: [LearnerID]
    let maya: LearnerID
    /// Maya's brother, at the middle school.
    let leo: LearnerID
    /// Mother of both; she reads Spanish.
    let elena: PersonID
    /// New: nothing is recorded of them.
    let noah: LearnerID
    let noahsFather: PersonID

    static let names: [(given: String, family: String)] = [
        ("Maya", "Torres"), ("Amara", "Diallo"), ("Liam", "Becker"), ("Priya", "Raman"), ("Jonas", "Lindqvist"),
        ("Sofia", "Herrera"), ("Malik", "Johnson"), ("Linh", "Tran"), ("Hannah", "Goldberg"), ("Diego", "Castillo"),
        ("Aaliyah", "Brooks"), ("Ethan", "Park"), ("Zara", "Hussain"), ("Lucas", "Moreau"), ("Naomi", "Abebe"),
        ("Owen", "Fitzgerald"), ("Camila", "Rojas"), ("Kai", "Nakamura"), ("Ruby", "Whitaker"), ("Omar", "Haddad"),
        ("Tessa", "Vandermeer"), ("Isaac", "Boateng"), ("Elif", "Demir"), ("Noah", "Whitfield"),
    ]

    init(_ service: RunningService) async throws {
        self.service = service
        high = try await service.school("Lakeside High School")
        middle = try await service.school("Harbor Middle School")
        let terms = Self.terms(on: today)
        for term in terms {
            try await service.term(term.title, term.from.description, term.to.description, year: term.year)
        }
        math = try await service.section("Integrated Math 2, period 3", at: high)
        seven = try await service.section("Math 7, period 2", at: middle)
        chemistry = try await service.section("Chemistry, period 5", at: high)
        advisory = try await service.section("Advisory 10, period 1", at: high)
        grace = try await service.person("t-104", "Grace", "Okafor", role: "teacher")
        marcus = try await service.person("t-117", "Marcus", "Bell", role: "teacher")
        elena = try await service.person("g-2201", "Elena", "Torres", role: "guardian")
        noahsFather = try await service.person("g-2202", "Peter", "Whitfield", role: "guardian")
        leo = try await service.person("s-3051", "Leo", "Torres", role: "student")
        var learners: [LearnerID] = []
        for (place, name) in Self.names.enumerated() {
            learners.append(try await service.person("s-\(2_040 + place)", name.given, name.family, role: "student"))
        }
        self.learners = learners
        (maya, noah) = (learners[0], learners[learners.count - 1])
        try await place(from: terms[1].from)
        _ = try await CASEImport.run(
            bytes: LakesideFramework.package, into: service.log.district, pool: service.store.pool)
    }

    /// The terms of two school years, the current one first.
    static func terms(on today: CalendarDate) -> [(title: String, from: CalendarDate, to: CalendarDate, year: Int32)] {
        var (year, month, _) = today.components
        var terms: [(String, CalendarDate, CalendarDate, Int32)] = []
        for _ in 0..<4 {
            let isFall = month >= 8
            let (first, last) = isFall ? ((8, 1), (12, 31)) : ((1, 1), (7, 31))
            if let from = CalendarDate(year: year, month: first.0, day: first.1),
                let to = CalendarDate(year: year, month: last.0, day: last.1)
            {
                terms.append(("\(isFall ? "Fall" : "Spring") \(year)", from, to, Int32(isFall ? year + 1 : year)))
            }
            (year, month) = isFall ? (year, 1) : (year - 1, 8)
        }
        return terms
    }

    var term: (title: String, from: CalendarDate, to: CalendarDate, year: Int32) { Self.terms(on: today)[0] }

    private func place(from: CalendarDate) async throws {
        let (tenant, here, from, log) = (service.log.district.tenant, self, from, service.log)
        try await log.run { session in
            _ = try session.execute(
                """
                update ref.school set profile = \("Lakeside High School has 1,240 learners in grades 9 to 12. Levels are decided by teachers on at least two pieces of evidence from different tasks; there are no marks, and nobody is sorted into tracks.")
                 where tenant = \(tenant) and school = \(here.high)
                """)
            _ = try session.execute(
                """
                update ref.section set terms = array(select term from ref.term where tenant = \(tenant)
                    and starts_on <= \(here.today) and ends_on >= \(here.today)) where tenant = \(tenant)
                """)
        }
        var events: [LearningEvent] = []
        for (learner, section, school) in learners.map({ ($0, math, high) }) + [(leo, seven, middle)] {
            try await enrol(learner, in: section, at: school, from: from)
            events.append(
                try event(
                    .enrolled(Enrolled(from: from)), of: learner, by: .init(role: .system), on: from, school: school,
                    section: section))
        }
        for teacher in [grace, marcus] {
            try await enrol(teacher, in: math, at: high, from: from, part: "teacher")
        }
        try await enrol(grace, in: advisory, at: high, from: from, part: "teacher")
        try await service.relate(maya, to: elena)
        try await service.relate(leo, to: elena)
        try await service.relate(noah, to: noahsFather)
        try await service.append(events)
    }

    private func enrol(
        _ person: PersonID, in section: SectionID, at school: SchoolID, from: CalendarDate, part: String = "student"
    ) async throws {
        let tenant = service.log.district.tenant
        try await service.log.run { session in
            _ = try session.execute(
                """
                insert into ref.enrolment (tenant, source_id, person, section, school, part, starts_on)
                values (\(tenant), \(UUID().uuidString), \(person), \(section), \(school), \(part), \(from))
                """)
        }
    }

    // MARK: Accounts

    private static let password = Task { try await PasswordHasher().hash(Password(Chromium.password)).text }

    /// Somebody with an account and the password of all of them.
    /// - Returns: a session of theirs, too, for those who do not come by the door.
    @discardableResult
    func account(
        _ login: String, _ name: String, person: PersonID? = nil, _ grants: RoleGrant...
    ) async throws -> Caller {
        let store = AccountStore(log: service.log)
        let account = try await store.create(login: login, name: name, person: person)
        for grant in grants { try await store.add(grant, to: account.id) }
        try await store.setPassword(try await Self.password.value, of: account.id)
        return .session(try await SessionStore(log: service.log).begin(account.id, way: "password"))
    }

    // MARK: Events

    /// A day so many days ago, and never before the term began.
    func ago(_ days: Int32) -> CalendarDate {
        max(CalendarDate(daysSince1970: today.daysSince1970 - days), term.from)
    }

    /// An event in the early afternoon of a day; of today, at its beginning.
    func event(
        _ facts: Facts, of learner: LearnerID, by: Assertion, on day: CalendarDate, school: SchoolID? = nil,
        section: SectionID? = nil, words: Words = [:]
    ) throws -> LearningEvent {
        let hours: Int64 = day == today ? 0 : 14
        return LearningEvent(
            id: EventID(UUID()), learner: learner,
            occurredAt: Instant(microseconds: Instant(startOf: day).microseconds + hours * 3_600_000_000),
            assertedBy: by, school: school ?? high, section: section ?? math, facts: facts, words: words)
    }

    /// Appends, and waits until pages show it.
    func append(_ events: [LearningEvent]) async throws {
        guard !events.isEmpty else { return }
        try await settle(at: try await service.append(events))
    }

    /// Waits until the tables have come to the end of the log.
    func settle(at position: Int64? = nil) async throws {
        let position = if let position { position } else { try await service.log.head() }
        let end = ContinuousClock.now + .seconds(60)
        while try await Freshness.position(service.log) < position, .now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The events of a kind in a learner's record, in the order in which they were recorded.
    func events(_ kind: EventKind, of learner: LearnerID) async throws -> [LearningEvent] {
        try await service.log.open(try await service.log.read(learner: learner)).map(\.event).filter { $0.kind == kind }
    }
}
