import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// The first night asks nothing of the database and must come to what any night comes to.
@Suite struct RosterFirstNightTests {
    /// What is done to a small roster before it is imported.
    struct Variant: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (RosterFolder) throws -> Void

        init(_ name: String, apply: @escaping @Sendable (RosterFolder) throws -> Void) {
            testDescription = name
            self.apply = apply
        }
    }

    static let variants = [
        Variant("as it is") { _ in },
        Variant("as deltas") { $0.manifest("delta") },
        Variant("rows that end before they began") { folder in
            folder.change("users.csv", "u3", to: "u3,tobedeleted,,true,cho,,Cho,Cruz,,,,,,,09,")
            folder.change("roles.csv", "r3", to: "r3,tobedeleted,,u3,primary,student,,,s1,")
            folder.change("enrollments.csv", "e3", to: "e3,tobedeleted,,c2,s1,u3,student,,,")
            folder.change("demographics.csv", "u3", to: "u3,tobedeleted,,,other,,,,,,,,")
        },
        Variant("several parts, none, and the same row twice") { folder in
            folder.add("roles.csv", "r4,active,,u1,secondary,aide,,,s1,")
            folder.add("roles.csv", "r5,active,,u1,secondary,student,,,d1,")
            folder.change("roles.csv", "r9", to: "r9,tobedeleted,,t9,primary,teacher,,,s1,")
            folder.add("enrollments.csv", "e1,active,,c1,s1,u1,student,,2026-09-01,")
        },
        Variant("enrolments without school, term or dates, and one of a day") { folder in
            folder["academicSessions.csv"] = nil
            folder["manifest.csv"] = nil
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,,u1,student,,,")
            folder.change("enrollments.csv", "e2", to: "e2,active,,c2,,u2,student,,,2026-09-05")
        },
        Variant("1.1, with parts in users.csv") { folder in
            folder.change("manifest.csv", "oneroster.version", to: "oneroster.version,1.1")
            folder.change("manifest.csv", "file.roles", to: "file.roles,absent")
            folder["roles.csv"] = nil
            folder["users.csv"] = """
                sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName,agentSourcedIds
                u1,active,,true,"s1,d1",student,ann,Ann,Ames,
                u2,active,,true,"s1,s8",student,ben,Ben,Bo,"g1,g8"
                u3,active,,true,s1,,cho,Cho,Cruz,
                t9,active,,true,s1,teacher,tea,Tea,Teal,
                g1,active,,true,s1,guardian,gia,Gia,Bo,

                """
        },
        Variant("parts in users.csv and in roles.csv") { folder in
            folder["users.csv"] = """
                sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName
                u1,active,,true,s1,aide,ann,Ann,Ames
                u2,active,,true,s1,student,ben,Ben,Bo
                u3,active,,true,s1,student,cho,Cho,Cruz
                t9,active,,true,s1,teacher,tea,Tea,Teal

                """
        },
    ]

    /// What is known afterwards, by the ids of the source system.
    private static let known: SQL = """
        select 'person'::text, source_id, concat_ws('|', given_name, middle_name, family_name, preferred_name, email,
               birth_date, roles, ended_on, encode(fingerprint, 'hex')) from ref.person
        union all
        select 'part', r.source_id, concat_ws('|', p.source_id, o.source_id, r.role, r.starts_on, r.ends_on, r.ended_on,
               encode(r.fingerprint, 'hex'))
          from ref.person_role r join ref.person p on p.person = r.person join ref.school o on o.school = r.school
        union all
        select 'agent', p.source_id, concat_ws('|', a.source_id, r.ended_on) from ref.relationship r
          join ref.person p on p.person = r.person join ref.person a on a.person = r.other
        union all
        select 'group', p.source_id, concat_ws('|', g.dimension, g.member_of, g.valid_from, g.valid_to, g.known_to)
          from ref.group_membership g join ref.person p on p.person = g.learner
        union all
        select 'enrolment', e.source_id, concat_ws('|', p.source_id, c.source_id, o.source_id, e.part, e.starts_on,
               e.ends_on, e.ended_on, e.event_id is not null, encode(e.fingerprint, 'hex'))
          from ref.enrolment e join ref.person p on p.person = e.person join ref.section c on c.section = e.section
          join ref.school o on o.school = e.school
        order by 1, 2, 3
        """

    @Test(arguments: variants)
    func `a first night comes to the same as a night that compares`(_ variant: Variant) async throws {
        let folder = try RosterFolder.small()
        try variant.apply(folder)
        let first = try await night(folder, comparing: false)
        let compared = try await night(folder, comparing: true)
        #expect(first.known == compared.known)
        #expect(first.events == compared.events)
        #expect(first.facts == compared.facts)
        #expect(first.facts.count == first.events.count)
        #expect(first.report == compared.report)
        #expect(!first.events.isEmpty)
    }

    private struct Night {
        let report: RosterReport
        let facts: [String]
        let known: [[String]]
        let events: [[String]]
    }

    /// - Parameter comparing: whether something is known in the district that says nothing of anybody.
    private func night(_ folder: RosterFolder, comparing: Bool) async throws -> Night {
        try await withDistrict { log, _ in
            let tenant = log.district.tenant
            if comparing {
                _ = try await log.run { session in
                    try session.execute(
                        """
                        insert into ref.relationship (tenant, person, other, kind)
                        values (\(tenant), gen_random_uuid(), gen_random_uuid(), 'nobody')
                        """)
                }
            }
            let report = try await RosterImport(
                log: log, options: RosterImportOptions(asOf: try day("2026-09-10"))
            ).run(from: folder.location)
            #expect(try await log.texts("select count(*)::text from ref.pending_event") == [["0"]])
            let courses = try await log.texts("select section::text, course::text from ref.section")
            let facts = try await log.all().map { event in
                guard case .enrolled(let facts) = event.event.facts else { return "\(event.event.facts)" }
                let course = courses.first { $0[0] == event.event.section?.description }?[1]
                return
                    "\(facts.part) \(facts.from) \(String(describing: facts.to)) \(course == facts.course?.description)"
            }
            return Night(
                report: report, facts: facts, known: try await log.texts(Self.known),
                events: try await log.texts(
                    """
                    select e.source_id, l.kind::text, p.source_id, l.occurred_at::text, (l.section = e.section)::text,
                           (l.school = e.school)::text
                      from log.event l join ref.enrolment e on e.event_id = l.event_id
                      join ref.person p on p.person = l.learner order by l.position
                    """))
        }
    }
}
