import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import Testing

@testable import Service

/// People, places and events of a test's district, and those who may come in.
extension RunningService {
    /// A token with some scopes; with all, unless told.
    func token(_ scopes: Set<Scope> = Set(Scope.allCases)) async throws -> Caller {
        .token(
            try await TokenStore(log: log).create(named: "test", scopes: scopes, lifetime: .seconds(7_200)).text)
    }

    /// Somebody who signed in.
    func account(_ login: String, person: PersonID? = nil, _ grants: [RoleGrant] = []) async throws -> Caller {
        let store = AccountStore(log: log)
        let account = try await store.create(login: login, name: login.capitalized, person: person)
        for grant in grants { try await store.add(grant, to: account.id) }
        return .session(try await SessionStore(log: log).begin(account.id, way: "test"))
    }

    /// A school.
    func school(_ name: String) async throws -> SchoolID {
        let (tenant, school) = (log.district.tenant, SchoolID(UUID()))
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.school (tenant, school, source_id, kind, name)
                values (\(tenant), \(school), \("school-\(name)"), 'school', \(name))
                """)
        }
        return school
    }

    /// A section of a school.
    func section(_ title: String, at school: SchoolID) async throws -> SectionID {
        let (tenant, section) = (log.district.tenant, SectionID(UUID()))
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.section (tenant, section, source_id, title, school)
                values (\(tenant), \(section), \("section-\(title)"), \(title), \(school))
                """)
        }
        return section
    }

    /// A term.
    func term(_ title: String, _ from: String, _ to: String, year: Int32) async throws {
        let tenant = log.district.tenant
        let (from, to) = (try day(from), try day(to))
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.term (tenant, term, source_id, title, kind, starts_on, ends_on, school_year)
                values (\(tenant), \(TermID(UUID())), \(title), \(title), 'term', \(from), \(to), \(year))
                """)
        }
    }

    /// Somebody of the roster.
    func person(_ sourceID: String, _ given: String, _ family: String, role: String) async throws -> PersonID {
        let (tenant, person) = (log.district.tenant, PersonID(UUID()))
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.person (tenant, person, source_id, given_name, family_name, roles)
                values (\(tenant), \(person), \(sourceID), \(given), \(family), \([role]))
                """)
        }
        return person
    }

    /// Puts somebody into a section, in the roster; a learner in the log too.
    func enrol(_ person: PersonID, in section: SectionID, at school: SchoolID, part: String = "student") async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.enrolment (tenant, source_id, person, section, school, part, starts_on)
                values (\(tenant), \(UUID().uuidString), \(person), \(section), \(school), \(part), '2025-08-18')
                """)
        }
        guard part == "student" else { return }
        try await append(
            [
                event(
                    .enrolled(Enrolled(from: try day("2025-08-18"))), of: person, on: "2025-08-18", school: school,
                    section: section)
            ])
    }

    /// A learner with a family relationship to somebody.
    func relate(_ child: PersonID, to parent: PersonID) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.relationship (tenant, person, other, kind)
                values (\(tenant), \(child), \(parent), 'guardian')
                """)
        }
    }

    /// An event that a system tells.
    func event(
        _ facts: Facts, of learner: LearnerID, on date: String, school: SchoolID? = nil, section: SectionID? = nil,
        words: Words = [:]
    ) throws -> LearningEvent {
        LearningEvent(
            id: EventID(UUID()), learner: learner, occurredAt: Instant(startOf: try day(date)),
            assertedBy: Assertion(role: .system), school: school, section: section, facts: facts, words: words)
    }

    /// Appends past the service; answers the position of the last.
    @discardableResult
    func append(_ events: [LearningEvent]) async throws -> Int64 { try await log.append(events).last }

    func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    func label(_ text: String) throws -> Label { try #require(Label(text)) }

    /// The framework of the tests: an area with two competencies, of which one precedes the other.
    static let framework = FrameworkID(UUID(uuidString: "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d00") ?? UUID())
    static let ratios = CompetencyID(UUID(uuidString: "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d02") ?? UUID())
    static let slopes = CompetencyID(UUID(uuidString: "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d03") ?? UUID())

    /// The framework's package.
    static let package = """
        {"CFDocument": {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d00", "uri": "https://example.org/document",
          "creator": "A district", "title": "Numbers", "lastChangeDateTime": "2025-09-01T08:30:00+00:00"},
         "CFItems": [
          {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d01", "fullStatement": "Numbers",
           "uri": "https://example.org/1", "lastChangeDateTime": "2025-09-01T08:30:00+00:00"},
          {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d02", "fullStatement": "Compare by ratios",
           "humanCodingScheme": "N.1", "uri": "https://example.org/2", "lastChangeDateTime": "2025-09-01T08:30:00+00:00"},
          {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d03", "fullStatement": "Read slopes", "humanCodingScheme": "N.2",
           "uri": "https://example.org/3", "lastChangeDateTime": "2025-09-01T08:30:00+00:00"}],
         "CFAssociations": [
          {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d11", "associationType": "isChildOf",
           "uri": "https://example.org/a1", "lastChangeDateTime": "2025-09-01T08:30:00+00:00",
           "originNodeURI": {"title": "2", "identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d02", "uri": "https://example.org/2"},
           "destinationNodeURI": {"title": "1", "identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d01", "uri": "https://example.org/1"}},
          {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d12", "associationType": "isChildOf",
           "uri": "https://example.org/a2", "lastChangeDateTime": "2025-09-01T08:30:00+00:00",
           "originNodeURI": {"title": "3", "identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d03", "uri": "https://example.org/3"},
           "destinationNodeURI": {"title": "1", "identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d01", "uri": "https://example.org/1"}},
          {"identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d13", "associationType": "precedes",
           "uri": "https://example.org/a3", "lastChangeDateTime": "2025-09-01T08:30:00+00:00",
           "originNodeURI": {"title": "2", "identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d02", "uri": "https://example.org/2"},
           "destinationNodeURI": {"title": "3", "identifier": "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d03", "uri": "https://example.org/3"}}]}
        """

    /// Brings the framework in.
    func importFramework() async throws {
        _ = try await CASEImport.run(bytes: Array(Self.package.utf8), into: log.district, pool: store.pool)
    }

    /// Evidence of two sorts, and a decision that rests on it.
    func demonstrate(_ learner: LearnerID) async throws -> Int64 {
        let level = try #require(Level(2))
        let evidence = try ["2025-09-10", "2025-09-20"].map { date in
            try event(
                .evidence(
                    Evidence(
                        form: .artifact, claims: [.init(competency: Self.ratios, level: level)],
                        task: try label("task \(date)"))), of: learner, on: date, words: ["title": "My bridge"])
        }
        let decision = try event(
            .mastery(
                Mastery(
                    competency: Self.ratios, level: level, framework: Self.framework, frameworkVersion: 1,
                    decider: Assertion(person: learner, role: .teacher), evidence: evidence.map(\.id),
                    policy: try label("default-1"))), of: learner, on: "2025-10-01")
        return try await append(evidence + [decision])
    }
}
