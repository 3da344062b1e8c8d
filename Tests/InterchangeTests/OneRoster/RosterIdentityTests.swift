import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Who is taken for whom: by the sourcedId, or by a rule that was asked for, and never by a name alone.
@Suite struct RosterIdentityTests {
    @Test func `a dry run shows who would be whom by which rule, and nothing is matched unless asked`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder)
            let ann = try await person(log, "u1")
            renumber(folder, "u1", "n1")

            let dry = try await run(log, folder, isDryRun: true)
            let shown = try #require(dry.matches.first)
            #expect(dry.matches.count == 1)
            #expect(shown.sourcedID == "n1" && shown.formerSourcedID == "u1" && shown.line == 2)
            #expect(shown.rule == .nameAndBirthDate && shown.isCertain && !shown.isApplied)
            #expect(dry.description.contains("\"n1\" may be \"u1\" by name-and-birth-date, and is not matched"))
            let asked = try await run(log, folder, isDryRun: true, matching: [.nameAndBirthDate])
            #expect(asked.matches.map(\.isApplied) == [true])
            #expect(asked.description.contains("\"n1\" would be matched with \"u1\" by name-and-birth-date"))
            #expect(asked.json["matches"]?.array?.first?["rule"]?.string == "name-and-birth-date")
            #expect(try await person(log, "u1") == ann, "a dry run changed something")

            let report = try await run(log, folder, matching: [.nameAndBirthDate])
            #expect(report.description.contains("\"n1\" was matched with \"u1\""))
            #expect(try await person(log, "n1") == ann)
            #expect(report.files.first { $0.name == "users" }?.added == 0)
            #expect(try await log.texts("select count(*)::text from ref.person") == [["5"]])
            // The enrolment is the same one, told under the new id of its person: nobody left.
            #expect(report.events == RosterReport.Events())
            #expect(try await run(log, folder).isEmpty)
        }
    }

    @Test func `without the rule both stay apart, as two people`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder)
            let ann = try await person(log, "u1")
            renumber(folder, "u1", "n1")
            let report = try await run(log, folder, matching: [.nameAndEmail])
            // A stronger rule names them, and that one was not asked for.
            #expect(report.matches.map(\.isApplied) == [false])
            #expect(try await person(log, "n1") != ann)
            #expect(try await person(log, "u1") == ann)
        }
    }

    @Test func `the same name with another birth date, or with nothing else, is nobody`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder)
            renumber(folder, "u1", "n1")
            folder.change("demographics.csv", "n1", to: "n1,active,,2013-01-01,female,,true,,,true,,false,en")
            #expect(try await run(log, folder, isDryRun: true).matches == [])
            // Without a birth date the e-mail address may speak; without that there is only the name.
            folder.change("demographics.csv", "n1", to: "n1,active,,,female,,true,,,true,,false,en")
            #expect(try await run(log, folder, isDryRun: true).matches.map(\.rule) == [.nameAndEmail])
            folder.change("users.csv", "n1", to: "n1,active,,true,ann,,Ann,Ames,,,,,,,09,")
            #expect(try await run(log, folder, isDryRun: true).matches == [])
        }
    }

    @Test func `where two could be meant neither is matched, and both are told`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            folder.add("users.csv", "u7,active,,true,ann,,Ann,Ames,,,,,,,09,")
            folder.add("demographics.csv", "u7,active,,2012-04-17,female,,true,,,true,,false,en")
            _ = try await run(log, folder)
            folder.change("users.csv", "u7", to: nil)
            folder.change("demographics.csv", "u7", to: nil)
            renumber(folder, "u1", "n1")
            let report = try await run(log, folder, isDryRun: true, matching: [.nameAndBirthDate])
            #expect(report.matches.map(\.formerSourcedID).sorted() == ["u1", "u7"])
            #expect(report.matches.allSatisfy { !$0.isCertain && !$0.isApplied })
        }
    }

    @Test func `who stands in the file under the own id is matched with nobody`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder)
            folder.add("users.csv", "n1,active,,true,ann,,Ann,Ames,,,,,,,09,")
            folder.add("demographics.csv", "n1,active,,2012-04-17,female,,true,,,true,,false,en")
            #expect(try await run(log, folder, isDryRun: true, matching: [.nameAndBirthDate]).matches == [])
        }
    }

    @Test func `an id that names somebody else now is refused with its line, until somebody says what it means`()
        async throws
    {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder)
            let ann = try await person(log, "u1")
            folder.change("users.csv", "u1", to: "u1,active,,true,zoe,,Zoe,Zaman,,,,,,,09,")
            folder.change("demographics.csv", "u1", to: "u1,active,,2014-01-01,female,,true,,,true,,false,en")
            do {
                _ = try await run(log, folder)
                Issue.record("it was taken")
            } catch let error as RosterImportError {
                #expect(error.description.contains("users.csv, line 2, column sourcedId, value \"u1\""), "\(error)")
                #expect(error.description.contains("--reused-ids"))
                #expect(!error.description.contains("Zoe") && !error.description.contains("Ames"))
            }
            #expect(try await log.texts("select given_name from ref.person where source_id = 'u1'") == [["Ann"]])
            _ = try await run(log, folder, reusedIDs: .newPerson)
            #expect(try await person(log, "u1") != ann)
            #expect(
                try await log.texts(
                    "select given_name, source_id, ended_on::text from ref.person where person = \(ann)")
                    == [["Ann", "u1 until 2026-09-10", "2026-09-10"]])
            #expect(try await run(log, folder).isEmpty)
        }
    }

    @Test func `a corrected person keeps the record when that is said`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            _ = try await run(log, folder)
            let ann = try await person(log, "u1")
            folder.change("users.csv", "u1", to: "u1,active,,true,zoe,,Zoe,Zaman,,,,,,,09,")
            folder.change("demographics.csv", "u1", to: "u1,active,,2014-01-01,female,,true,,,true,,false,en")
            _ = try await run(log, folder, reusedIDs: .samePerson)
            #expect(try await person(log, "u1") == ann)
        }
    }

    private func run(
        _ log: EventLog, _ folder: RosterFolder, isDryRun: Bool = false, matching: Set<RosterIdentityRule> = [],
        reusedIDs: RosterReusedIDs = .refuse
    ) async throws -> RosterReport {
        let options = RosterImportOptions(
            asOf: try day("2026-09-10"), isDryRun: isDryRun, matching: matching, reusedIDs: reusedIDs)
        return try await RosterImport(log: log, options: options).run(from: folder.location)
    }

    /// The same person under another id, in every file.
    private func renumber(_ folder: RosterFolder, _ old: String, _ new: String) {
        for name in ["users.csv", "roles.csv", "demographics.csv", "enrollments.csv"] {
            folder[name] = (folder[name] ?? "").split(separator: "\n").map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).map { $0 == old ? new : String($0) }
                    .joined(separator: ",")
            }.joined(separator: "\n")
            folder.add(name, "")
        }
    }

    private func person(_ log: EventLog, _ sourceID: String) async throws -> PersonID {
        try await log.run { session in
            try session.query("select person from ref.person where source_id = \(sourceID)").single(as: PersonID.self)
        }
    }
}
