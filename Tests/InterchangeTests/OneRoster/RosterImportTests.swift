import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite struct RosterImportTests {
    private func importing(
        _ folder: RosterFolder, into log: EventLog, on date: String, dryRun: Bool = false
    ) async throws -> RosterReport {
        let options = RosterImportOptions(asOf: try day(date), isDryRun: dryRun)
        return try await RosterImport(log: log, options: options).run(from: folder.location)
    }

    @Test func `a first import brings people, places, groups and enrolments`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            let report = try await importing(folder, into: log, on: "2026-09-10")
            #expect(
                report.files.map { "\($0.name) \($0.added) \($0.changed) \($0.ended) \($0.unchanged)" } == [
                    "orgs 2 0 0 0", "academicSessions 1 0 0 0", "courses 1 0 0 0", "classes 2 0 0 0", "users 5 0 0 0",
                    "roles 4 0 0 0", "demographics 3 0 0 0", "enrollments 4 0 0 0",
                ])
            #expect(report.events == .init(enrolled: 3, left: 0, corrected: 0, carriedOver: 0))
            #expect(report.dropped.map(\.description) == ["users.csv: values in columns of passwords (1)"])

            #expect(
                try await log.texts(
                    "select source_id, given_name, family_name, birth_date::text, array_to_string(roles, ' ') from ref.person order by 1"
                ) == [
                    ["g1", "Gia", "Bo", "–", ""], ["t9", "Tea", "Teal", "–", "teacher"],
                    ["u1", "Ann", "Ames", "2012-04-17", "student"], ["u2", "Ben", "Bo, Jr", "2012-05-18", "student"],
                    ["u3", "Cho", "Cruz", "–", "student"],
                ])
            #expect(
                try await log.texts(
                    """
                    select p.source_id, g.dimension, g.member_of, g.valid_from::text from ref.group_membership g
                      join ref.person p on p.person = g.learner order by 1, 2
                    """) == [
                        ["u1", "language", "en", "-infinity"],
                        ["u1", "race-ethnicity", "two-or-more-races", "-infinity"],
                        ["u1", "sex", "female", "-infinity"], ["u2", "language", "es", "-infinity"],
                        ["u2", "race-ethnicity", "hispanic-or-latino", "-infinity"],
                        ["u2", "sex", "male", "-infinity"],
                        ["u3", "sex", "other", "-infinity"],
                    ])
            #expect(
                try await log.texts(
                    """
                    select e.source_id, p.source_id, c.source_id, o.source_id, e.starts_on::text, e.ends_on::text,
                           (e.event_id is not null)::text
                      from ref.enrolment e join ref.person p using (tenant, person)
                      join ref.section c using (tenant, section) join ref.school o on o.school = e.school order by 1
                    """) == [
                        ["e1", "u1", "c1", "s1", "2026-09-01", "–", "true"],
                        // The end date of OneRoster is excluded.
                        ["e2", "u2", "c1", "s1", "2026-09-01", "2027-01-29", "true"],
                        // Without a date of its own it begins with the term.
                        ["e3", "u3", "c2", "s1", "2026-08-31", "–", "true"],
                        ["e9", "t9", "c1", "s1", "2026-08-31", "–", "false"],
                    ])
            #expect(try await log.texts("select count(*)::text from ref.relationship") == [["1"]])
            #expect(try await log.texts("select count(*)::text from ref.pending_event") == [["0"]])
            #expect(
                try await log.texts("select format, (finished_at is not null)::text from ref.import_run") == [
                    ["oneroster", "true"]
                ])
            let events = try await log.all()
            #expect(events.map(\.event.kind) == [.enrolled, .enrolled, .enrolled])
            #expect(events.allSatisfy { $0.event.school != nil && $0.event.section != nil })
        }
    }

    @Test func `the same files again change nothing`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            let again = try await importing(folder, into: log, on: "2026-09-11")
            #expect(again.isEmpty)
            #expect(again.files.map(\.unchanged) == [2, 1, 1, 2, 5, 4, 3, 4])
            #expect(try await log.head() == 3)
        }
    }

    @Test func `a dry run tells everything and changes nothing`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            let dry = try await importing(folder, into: log, on: "2026-09-10", dryRun: true)
            for table in ["ref.person", "ref.school", "ref.enrolment", "ref.pending_event", "ref.import_run"] {
                #expect(try await log.texts("select count(*)::text from \(unsafeRaw: table)") == [["0"]])
            }
            let real = try await importing(folder, into: log, on: "2026-09-10")
            #expect(dry.files == real.files)
            #expect(dry.events == real.events)
            #expect(dry.isDryRun)
        }
    }

    @Test func `who is missing from a bulk file has left and is not deleted`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            folder.change("enrollments.csv", "e1", to: nil)
            folder.change("roles.csv", "r1", to: nil)
            folder.change("demographics.csv", "u1", to: nil)
            folder.change("users.csv", "u1", to: nil)
            let report = try await importing(folder, into: log, on: "2026-10-01")
            #expect(report.events == .init(enrolled: 0, left: 1, corrected: 0, carriedOver: 0))
            #expect(
                try await log.texts(
                    "select source_id, given_name, ended_on::text from ref.person where ended_on is not null")
                    == [["u1", "Ann", "2026-10-01"]])
            #expect(
                try await log.texts("select source_id, ended_on::text from ref.enrolment where ended_on is not null")
                    == [["e1", "2026-10-01"]])
            let last = try #require(try await log.all().last?.event)
            #expect(last.facts == .left(Left(enrolment: try await log.all()[0].event.id, on: try day("2026-10-01"))))
            // Back again a month later: a new enrolment.
            folder.add("users.csv", "u1,active,,true,ann,,Ann,Ames,,,ann@example.org,,,,09,")
            folder.add("enrollments.csv", "e1,active,,c1,s1,u1,student,,2026-09-01,")
            folder.add("roles.csv", "r1,active,,u1,primary,student,,,s1,")
            let back = try await importing(folder, into: log, on: "2026-11-02")
            #expect(back.events == .init(enrolled: 1, left: 0, corrected: 0, carriedOver: 0))
            guard case .enrolled(let enrolled) = try await log.all().last?.event.facts else {
                Issue.record("no enrolled event")
                return
            }
            #expect(enrolled.from.description == "2026-11-02")
            #expect(try await importing(folder, into: log, on: "2026-11-03").isEmpty)
        }
    }

    @Test func `a delta says nothing about what it does not list`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            folder.manifest("delta")
            for name in folder.files.keys where name != "manifest.csv" {
                folder[name] = (folder[name] ?? "").split(separator: "\n").prefix(1).joined() + "\n"
            }
            #expect(try await importing(folder, into: log, on: "2026-09-20").isEmpty)
            folder.add("enrollments.csv", "e1,tobedeleted,,c1,s1,u1,student,,2026-09-01,")
            let report = try await importing(folder, into: log, on: "2026-09-21")
            #expect(report.events.left == 1)
            #expect(report.files.last?.ended == 1)
            #expect(try await log.texts("select source_id from ref.enrolment where ended_on is not null") == [["e1"]])
        }
    }

    @Test func `a person who is deleted takes the open enrolments along`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            for name in folder.files.keys where name != "users.csv" { folder[name] = nil }
            folder["manifest.csv"] = "propertyName,value\noneroster.version,1.2\nfile.users,delta\n"
            folder["users.csv"] =
                (folder["users.csv"] ?? "").split(separator: "\n").prefix(1).joined()
                + "\nu1,tobedeleted,,true,ann,,Ann,Ames,,,ann@example.org,,,,09,\n"
            let report = try await importing(folder, into: log, on: "2026-09-21")
            #expect(report.events.left == 1)
            #expect(try await log.texts("select source_id from ref.enrolment where ended_on is not null") == [["e1"]])
            #expect(try await importing(folder, into: log, on: "2026-09-22").isEmpty)
        }
    }

    @Test(arguments: [
        // Line of e1, what becomes of the enrolment in the log.
        ("e1,active,,c1,s1,u1,student,,2026-09-01,2026-10-11", [EventKind.left], "a past end date ends it"),
        ("e1,active,,c1,s1,u1,student,,2026-09-01,2027-01-30", [.enrolled, .correction], "a planned end corrects it"),
        ("e1,active,,c1,s1,u1,student,,2026-09-03,", [.enrolled, .correction], "another first day corrects it"),
        ("e1,active,,c2,s1,u1,student,,2026-09-01,", [.enrolled, .correction], "another class all along corrects it"),
        ("e1,active,,c2,s1,u1,student,,2026-10-05,", [.left, .enrolled], "another class from later on is a move"),
        ("e1,active,,c1,s1,u3,student,,2026-09-01,", [.correction, .enrolled], "another person voids and enrols"),
        ("e1,active,,c1,s1,u1,teacher,,2026-09-01,", [.left], "no student any more"),
        ("e1,inactive,,c1,s1,u1,student,,2026-09-01,", [.left], "inactive ends it"),
        ("e1,active,2026-10-01,c1,s1,u1,student,true,2026-09-01,", [], "what is not used changes nothing"),
    ])
    func `a changed enrolment becomes the events that tell it`(
        _ line: String, _ kinds: [EventKind], _ why: Comment
    ) async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            folder.change("enrollments.csv", "e1", to: line)
            _ = try await importing(folder, into: log, on: "2026-10-12")
            #expect(try await log.read(after: 3, limit: 10).map(\.event.kind) == kinds, why)
            #expect(try await importing(folder, into: log, on: "2026-10-13").isEmpty, why)
            #expect(try await log.head() == 3 + Int64(kinds.count), why)
        }
    }

    @Test func `a change of groups closes the old membership on both axes of time`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            folder.change("demographics.csv", "u1", to: "u1,active,,2012-04-17,female,,true,,,,,false,")
            let report = try await importing(folder, into: log, on: "2026-10-01")
            #expect(report.groups == .init(opened: 1, closed: 2))
            #expect(
                try await log.texts(
                    """
                    select g.dimension, g.member_of, g.valid_from::text, g.valid_to::text, (g.known_to = 'infinity')::text
                      from ref.group_membership g join ref.person p on p.person = g.learner
                     where p.source_id = 'u1' and dimension <> 'sex' order by 1, known_from, valid_from
                    """) == [
                        ["language", "en", "-infinity", "infinity", "false"],
                        ["language", "en", "-infinity", "2026-10-01", "true"],
                        ["race-ethnicity", "two-or-more-races", "-infinity", "infinity", "false"],
                        ["race-ethnicity", "two-or-more-races", "-infinity", "2026-10-01", "true"],
                        ["race-ethnicity", "asian", "2026-10-01", "infinity", "true"],
                    ])
        }
    }

    @Test func `a bulk file that ends nearly everyone is refused until that is allowed`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            for number in 10..<40 {
                folder.add("users.csv", "u\(number),active,,true,x,,Given,Family,,,,,,,,")
                folder.add("enrollments.csv", "e\(number),active,,c1,s1,u\(number),student,,2026-09-01,")
            }
            _ = try await importing(folder, into: log, on: "2026-09-10")
            folder["enrollments.csv"] = (folder["enrollments.csv"] ?? "").split(separator: "\n").prefix(3)
                .joined(separator: "\n")
            await #expect(throws: RosterImportError.self) { try await importing(folder, into: log, on: "2026-09-11") }
            #expect(try await log.head() == 33)
            let options = RosterImportOptions(asOf: try day("2026-09-11"), allowsManyEndings: true)
            let report = try await RosterImport(log: log, options: options).run(from: folder.location)
            #expect(report.events.left == 31)
        }
    }

    @Test func `an import killed between its two steps is completed by the next`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await importing(folder, into: log, on: "2026-09-10")
            let events = try await log.all()
            // As after a crash between the commit of the reference data and the log: the events wait again.
            try await log.run { session in
                for (n, event) in events.enumerated() {
                    guard case .enrolled(let facts) = event.event.facts else { continue }
                    try session.execute(
                        """
                        insert into ref.pending_event (tenant, n, event_id, kind, learner, school, section, course,
                               occurred_on, starts_on, ends_on)
                        values (\(log.district.tenant), \(Int64(n + 1)), \(event.event.id), 13::int2, \(event.event.learner),
                                \(event.event.school), \(event.event.section), \(facts.course), \(facts.from), \(facts.from),
                                \(facts.to))
                        """)
                }
            }
            let report = try await importing(folder, into: log, on: "2026-09-10")
            #expect(report.events.carriedOver == 3)
            #expect(try await log.all() == events)
        }
    }

    @Test(
        .enabled(if: SharedData.isPresent, SharedData.absence),
        arguments: [
            ("catalyst-1.1-full", 4), ("catalyst-1.1-minimal", 4), ("catalyst-1.2-onerow", 1),
        ])
    func `real fixtures of other products import, and again without change`(_ name: String, _ students: Int64)
        async throws
    {
        try await withDistrict { log, _ in
            let path = try #require(SharedData.url("data/oneroster/\(name)")).path
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            let report = try await importer.run(from: NamedFilesLocation(path: path))
            #expect(report.events.enrolled == students)
            let again = try await importer.run(from: NamedFilesLocation(path: path))
            #expect(again.isEmpty)
            #expect(try await log.head() == students)
            #expect(
                try await log.texts(
                    "select count(*)::text from ref.person where person::text || given_name || email like '%Password%'"
                ) == [["0"]])
        }
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence))
    func `School Data Sync is recognised and refused with advice`() async throws {
        try await withDistrict { log, _ in
            let path = try #require(SharedData.url("data/oneroster/ms-sds-2.1")).path
            do {
                let options = RosterImportOptions(asOf: try day("2026-09-10"))
                _ = try await RosterImport(log: log, options: options).run(from: NamedFilesLocation(path: path))
                Issue.record("it was taken")
            } catch let error as RosterImportError {
                #expect(error.description.contains("School Data Sync 2.1"))
            }
        }
    }
}
