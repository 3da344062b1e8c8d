import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Reference data of a test's district.
extension SmallDistrict {
    func addSchool(_ school: SchoolID, named name: String, profile: String? = nil) async throws {
        let tenant = tenant
        _ = try await log.run { session in
            try session.execute(
                """
                insert into ref.school (tenant, school, source_id, kind, name, profile)
                values (\(tenant), \(school), \(school.description), 'school', \(name), \(profile))
                """)
        }
    }

    func addPerson(_ person: PersonID, given: String, family: String) async throws {
        let tenant = tenant
        _ = try await log.run { session in
            try session.execute(
                """
                insert into ref.person (tenant, person, source_id, given_name, family_name)
                values (\(tenant), \(person), \(person.description), \(given), \(family))
                """)
        }
    }

    func addTerm(_ term: TermID, titled title: String, from: CalendarDate, to: CalendarDate) async throws {
        let tenant = tenant
        _ = try await log.run { session in
            try session.execute(
                """
                insert into ref.term (tenant, term, source_id, title, kind, starts_on, ends_on)
                values (\(tenant), \(term), \(term.description), \(title), 'term', \(from), \(to))
                """)
        }
    }

    /// A membership that holds from `from` until before `to`.
    func addMembership(
        _ learner: LearnerID, _ dimension: String, _ group: String, from: CalendarDate? = nil, to: CalendarDate? = nil
    ) async throws {
        let tenant = tenant
        _ = try await log.run { session in
            try session.execute(
                """
                insert into ref.group_membership (tenant, learner, dimension, member_of, valid_from, valid_to)
                values (\(tenant), \(learner), \(dimension), \(group),
                        coalesce(\(from), '-infinity'::date), coalesce(\(to), 'infinity'::date))
                """)
        }
    }

    /// A framework with an area and competencies in it, each preceding the next, and the district's own levels.
    func addFramework(
        _ framework: FrameworkID, version: Int64 = 1, titled title: String, area: String, competencies: [CompetencyID],
        statements: [String]
    ) async throws {
        let tenant = tenant
        let top = UUID()
        _ = try await log.run { session in
            try session.execute(
                """
                insert into ref.framework (tenant, framework, version, title, case_version, digest, document)
                values (\(tenant), \(framework), \(version), \(title), '1.1', \([UInt8](repeating: 0, count: 32)), '{}')
                """)
            try session.execute(
                """
                insert into ref.competency (tenant, framework, version, competency, statement, short_statement, place,
                                            document)
                select \(tenant), \(framework), \(version), c, s, s, n, '{}'
                  from unnest(\([top] + competencies.map(\.uuid)), \([area] + statements)) with ordinality u(c, s, n)
                """)
            for (index, competency) in competencies.enumerated() {
                try associate(
                    session, framework, version, "isChildOf", competency.description, top.uuidString.lowercased(), index
                )
                if index > 0 {
                    try associate(
                        session, framework, version, "precedes", competencies[index - 1].description,
                        competency.description,
                        100 + index)
                }
            }
        }
    }

    /// An association of two items in the first version of a framework.
    func associate(
        _ framework: FrameworkID, _ kind: String, _ origin: CompetencyID, _ destination: CompetencyID
    ) async throws {
        _ = try await log.run { session in
            try associate(session, framework, 1, kind, origin.description, destination.description, 500)
        }
    }

    private func associate(
        _ session: Session, _ framework: FrameworkID, _ version: Int64, _ kind: String, _ origin: String,
        _ destination: String,
        _ place: Int
    ) throws {
        try session.execute(
            """
            insert into ref.association (tenant, framework, version, association, kind, origin, destination,
                                         origin_outside, destination_outside, place, document)
            values (\(tenant), \(framework), \(version), \(UUID()), \(kind), \(origin), \(destination), false, false, \(place),
                    '{}')
            """)
    }
}
