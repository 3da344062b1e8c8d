import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// What comes night after night: the same again, deltas in any order, and what vendors make of the standard.
@Suite struct RosterNightTests {
    /// Every row of reference data with the transaction that wrote it last: what was not written keeps it.
    private static let written: SQL = """
        select t, x from (
            select 'school' as t, xmin::text as x, source_id as i from ref.school
            union all select 'term', xmin::text, source_id from ref.term
            union all select 'course', xmin::text, source_id from ref.course
            union all select 'section', xmin::text, source_id from ref.section
            union all select 'person', xmin::text, source_id from ref.person
            union all select 'person_role', xmin::text, source_id from ref.person_role
            union all select 'enrolment', xmin::text, source_id from ref.enrolment
            union all select 'group', xmin::text, learner::text || dimension from ref.group_membership
            union all select 'relationship', xmin::text, person::text || other::text from ref.relationship
        ) rows order by t, i
        """

    @Test func `the same files again write nothing but the note of the night`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder, on: "2026-09-10")
            let before = try await log.texts(Self.written)
            let again = try await run(log, folder, on: "2026-09-11")
            #expect(again.isEmpty)
            #expect(again.unchangedSince != nil)
            #expect(again.files.map(\.unchanged) == again.files.map(\.rows))
            #expect(again.files.reduce(0) { $0 + $1.rows } == 22)
            #expect(try await log.texts(Self.written) == before)
            #expect(try await log.texts("select count(*)::text from ref.import_run") == [["2"]])
            // The third night too knows what the second was told.
            #expect(try await run(log, folder, on: "2026-09-12").files == again.files)
        }
    }

    @Test func `other files that say the same write nothing either, and are compared row by row`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder, on: "2026-09-10")
            let before = try await log.texts(Self.written)
            for name in ["users.csv", "enrollments.csv", "orgs.csv", "roles.csv"] {
                let lines = (folder[name] ?? "").split(separator: "\n")
                // Another order, and another time of change.
                folder[name] = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
                    .replacing(",active,,", with: ",active,2026-09-10T22:00:00Z,")
            }
            let again = try await run(log, folder, on: "2026-09-11")
            #expect(again.isEmpty, "\(again)")
            #expect(again.unchangedSince == nil)
            #expect(try await log.texts(Self.written) == before)
        }
    }

    @Test func `one changed row among the same ones is found`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder, on: "2026-09-10")
            folder.change("users.csv", "u3", to: "u3,active,,true,cho,,Cho,Curie,,,,,,,09,")
            let report = try await run(log, folder, on: "2026-09-11")
            #expect(report.files.first { $0.name == "users" }?.changed == 1)
            #expect(report.files.reduce(0) { $0 + $1.changed + $1.added + $1.ended } == 1)
        }
    }

    @Test func `after other files the first ones are compared again`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            let users = try #require(folder["users.csv"])
            _ = try await run(log, folder, on: "2026-09-10")
            folder.change("users.csv", "u3", to: "u3,active,,true,cho,,Cho,Curie,,,,,,,09,")
            _ = try await run(log, folder, on: "2026-09-11")
            folder["users.csv"] = users
            let back = try await run(log, folder, on: "2026-09-12")
            #expect(back.files.first { $0.name == "users" }?.changed == 1)
            #expect(try await log.texts("select family_name from ref.person where source_id = 'u3'") == [["Cruz"]])
        }
    }

    @Test func `a delta that is older than what is known is not taken, whichever comes first`() async throws {
        try await withDistrict { log, _ in
            _ = try await run(log, try RosterFolder.small(), on: "2026-09-10")
            let newer = try delta(family: "Newer", ends: "tobedeleted", modified: "2026-09-12T22:00:00Z")
            let older = try delta(family: "Older", ends: "active", modified: "2026-09-11T22:00:00Z")
            _ = try await run(log, newer, on: "2026-09-12")
            let late = try await run(log, older, on: "2026-09-13")
            #expect(late.isEmpty, "\(late)")
            #expect(late.notes.contains { $0.file == "users.csv" && $0.text.contains("older") && $0.count == 1 })
            let now: SQL = """
                select p.family_name, e.ended_on is null from ref.person p
                  join ref.enrolment e on e.person = p.person where p.source_id = 'u3'
                """
            #expect(try await log.texts("select family_name from ref.person where source_id = 'u3'") == [["Newer"]])
            #expect(try await log.run { try $0.query(now).map { try $0[1, as: Bool.self] } } == [false])
            // One that is newer again is taken.
            let newest = try delta(family: "Newest", ends: "active", modified: "2026-09-14")
            _ = try await run(log, newest, on: "2026-09-14")
            #expect(try await log.run { try $0.query(now).map { try $0[1, as: Bool.self] } } == [true])
        }
    }

    @Test func `a child before its parent, and optional files that are not there`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            let lines = (folder["orgs.csv"] ?? "").split(separator: "\n")
            folder["orgs.csv"] = [lines[0], lines[2], lines[1], ""].joined(separator: "\n")
            for name in ["demographics.csv", "courses.csv", "academicSessions.csv", "manifest.csv"] {
                folder[name] = nil
            }
            let report = try await run(log, folder, on: "2026-09-10")
            #expect(
                try await log.texts(
                    "select c.source_id, p.source_id from ref.school c join ref.school p on p.school = c.parent")
                    == [["s1", "d1"]])
            #expect(report.events.enrolled == 3)
            #expect(report.notes.contains { $0.text.contains("courseSourcedId") && $0.count == 2 })
        }
    }

    @Test(arguments: [
        ("09/01/2026", false), ("1 September 2026", false), ("20260901", false), ("2026-9-1", false),
        ("2026-09-01T00:00:00Z", true), ("2026-09-01T00:00:00.000+02:00", true), (" 2026-09-01 ", true),
    ])
    func `a date that could be two is an error with its place; one with a time is a date`(
        _ text: String, _ isTaken: Bool
    ) async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,s1,u1,student,,\(text),")
            do {
                _ = try await run(log, folder, on: "2026-09-10")
                #expect(isTaken)
                #expect(
                    try await log.texts("select starts_on::text from ref.enrolment where source_id = 'e1'")
                        == [["2026-09-01"]])
            } catch let error as RosterImportError {
                #expect(!isTaken)
                #expect(error.description.contains("enrollments.csv, line 2, column beginDate, value \"\(text)\""))
                #expect(error.description.contains("write it like 2026-09-01"))
            }
        }
    }

    /// A delta that changes the name of one person, and the standing of their enrolment.
    private func delta(family: String, ends status: String, modified: String) throws -> RosterFolder {
        let folder = try RosterFolder()
        folder["manifest.csv"] = """
            propertyName,value
            oneroster.version,1.2
            file.users,delta
            file.enrollments,delta

            """
        folder["users.csv"] = """
            sourcedId,status,dateLastModified,givenName,familyName
            u3,active,\(modified),Cho,\(family)

            """
        folder["enrollments.csv"] = """
            sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate
            e3,\(status),\(modified),c2,s1,u3,student,,

            """
        return folder
    }

    private func run(_ log: EventLog, _ folder: RosterFolder, on date: String) async throws -> RosterReport {
        try await RosterImport(log: log, options: RosterImportOptions(asOf: try day(date))).run(from: folder.location)
    }
}
