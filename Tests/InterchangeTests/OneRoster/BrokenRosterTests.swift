import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Files that are wrong in every way that files are: a clear error, and nothing is imported.
@Suite struct BrokenRosterTests {
    /// What is done to a small good roster, and what the error must say.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: [String]
        let apply: @Sendable (RosterFolder) throws -> Void

        init(_ name: String, _ says: String..., apply: @escaping @Sendable (RosterFolder) throws -> Void) {
            testDescription = name
            self.says = says
            self.apply = apply
        }
    }

    static let damages = [
        Damage("cut short in a row", "users.csv, line 6", "cut short") { folder in
            folder["users.csv"] = String((folder["users.csv"] ?? "").dropLast(12))
        },
        Damage("cut short inside quotes", "users.csv, line 3, column 8", "ends inside quotes") { folder in
            let text = folder["users.csv"] ?? ""
            folder["users.csv"] = String(text[..<(text.range(of: "Bo, Jr")?.upperBound ?? text.endIndex)])
        },
        Damage("Windows-1252", "users.csv, line 2", "0xE9", "Windows-1252") { folder in
            let text = folder["users.csv"] ?? ""
            try folder.write(text.utf8.map { $0 == UInt8(ascii: "A") ? 0xE9 : $0 }, to: "users.csv")
        },
        Damage("UTF-16", "orgs.csv, line 1", "UTF-16") { folder in
            try folder.write(
                (folder["orgs.csv"] ?? "").utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, to: "orgs.csv")
        },
        Damage("a column twice", "users.csv, line 1, column GIVEN NAME", "twice", "column 7") { folder in
            folder.change(
                "users.csv", "sourcedId",
                to: (folder["users.csv"]?.split(separator: "\n").first ?? "")
                    .replacingOccurrences(of: "middleName", with: "GIVEN NAME"))
        },
        Damage("a column missing", "enrollments.csv, line 1, column role", "no such column") { folder in
            folder.change(
                "enrollments.csv", "sourcedId",
                to:
                    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,part,primary,beginDate,endDate"
            )
        },
        Damage("a field of 10 MB", "users.csv, line 2, column 7", "more than 1000000 bytes") { folder in
            folder.change(
                "users.csv", "u1",
                to: "u1,active,,true,ann,,\(String(repeating: "x", count: 10_000_000)),Ames,,,,,,,09,")
        },
        Damage("an empty file", "users.csv", "not even a header") { $0["users.csv"] = "" },
        Damage("a byte 0", "users.csv, line 2", "byte 0") { folder in
            folder.change("users.csv", "u1", to: "u1,active,,true,ann,,A\u{0}nn,Ames,,,,,,,09,")
        },
        Damage("a wrong date", "enrollments.csv, line 2, column beginDate, value \"09/01/2026\"", "no date") { folder in
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,s1,u1,student,,09/01/2026,")
        },
        Damage("an end before the start", "enrollments.csv, line 2, column endDate", "before the first day") { folder in
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,s1,u1,student,,2026-09-01,2026-08-01")
        },
        Damage("an unknown part", "enrollments.csv, line 2, column role, value \"pupil\"", "student") { folder in
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,s1,u1,pupil,,2026-09-01,")
        },
        Damage("an unknown status", "orgs.csv, line 3, column status, value \"gone\"") { folder in
            folder.change("orgs.csv", "s1", to: "s1,gone,,First School,school,,d1")
        },
        Damage("an unknown person", "enrollments.csv, line 2, column userSourcedId, value \"u8\"") { folder in
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,s1,u8,student,,2026-09-01,")
        },
        Damage("an unknown class", "enrollments.csv, line 2, column classSourcedId, value \"c8\"") { folder in
            folder.change("enrollments.csv", "e1", to: "e1,active,,c8,s1,u1,student,,2026-09-01,")
        },
        Damage("an unknown school of an enrolment", "enrollments.csv, line 2, column schoolSourcedId, value \"s8\"") {
            folder in
            folder.change("enrollments.csv", "e1", to: "e1,active,,c1,s8,u1,student,,2026-09-01,")
        },
        Damage("a part of nobody", "roles.csv, line 2, column userSourcedId, value \"u8\"") { folder in
            folder.change("roles.csv", "r1", to: "r1,active,,u8,primary,student,,,s1,")
        },
        Damage("a part in no organisation", "roles.csv, line 2, column orgSourcedId, value \"s8\"") { folder in
            folder.change("roles.csv", "r1", to: "r1,active,,u1,primary,student,,,s8,")
        },
        Damage("an unknown school of a class", "classes.csv, line 2, column schoolSourcedId, value \"s8\"") { folder in
            folder.change("classes.csv", "c1", to: "c1,active,,Algebra 1,,k1,,scheduled,,s8,t1,,,")
        },
        Damage("demographics of nobody", "demographics.csv, line 2, column sourcedId, value \"u8\"") { folder in
            folder.change("demographics.csv", "u1", to: "u8,active,,2012-04-17,female,,true,,,true,,false,en")
        },
        Damage("a wrong truth value", "demographics.csv, line 2, column asian, value \"yes\"") { folder in
            folder.change("demographics.csv", "u1", to: "u1,active,,2012-04-17,female,,yes,,,true,,false,en")
        },
        Damage("a dimension that there is already", "demographics.csv, line 1, column metadata.group.Sex") { folder in
            folder["demographics.csv"] = folder["demographics.csv"]?.replacingOccurrences(
                of: "metadata.group.language", with: "metadata.group.Sex")
        },
        Damage("the same id twice", "users.csv, line 7, column sourcedId, value \"u1\"", "line 2") { folder in
            folder.add("users.csv", "u1,active,,true,ann,,Another,Ames,,,,,,,09,")
        },
        Damage("no id", "users.csv, line 7, column sourcedId", "empty") { folder in
            folder.add("users.csv", ",active,,true,ann,,Another,Ames,,,,,,,09,")
        },
        Damage("a file that the manifest promises", "roles.csv", "missing") { $0["roles.csv"] = nil },
        Damage("OneRoster 1.0", "manifest.csv, line 3", "value \"1.0\"", "1.1 or 1.2") { folder in
            folder.change("manifest.csv", "oneroster.version", to: "oneroster.version,1.0")
        },
        Damage("a strange mode", "manifest.csv, line 4", "bulk, delta or absent") { folder in
            folder.change("manifest.csv", "file.orgs", to: "file.orgs,some")
        },
    ]

    @Test(arguments: damages)
    func `a broken file is told with its place, and nothing is imported`(_ damage: Damage) async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            try damage.apply(folder)
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            do {
                let report = try await importer.run(from: folder.location)
                Issue.record("it was taken: \(report)")
            } catch let error as RosterImportError {
                for part in damage.says { #expect(error.description.contains(part), "\(error)") }
            }
            for table in [
                "school", "term", "course", "section", "person", "person_role", "enrolment", "import_run",
                "group_membership", "relationship", "pending_event",
            ] {
                #expect(try await log.texts("select count(*)::text from ref.\(unsafeRaw: table)") == [["0"]])
            }
            #expect(try await log.head() == 0)
        }
    }

    @Test func `every problem is told at once, and many are counted`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            folder.change("orgs.csv", "s1", to: "s1,gone,,First School,school,,d1")
            for number in 0..<200 { folder.add("users.csv", "v\(number),active,,true,x,,,Family,,,,,,,,") }
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            do {
                _ = try await importer.run(from: folder.location)
                Issue.record("it was taken")
            } catch RosterImportError.problems(let problems, let count) {
                #expect(problems.count == 100)
                #expect(count == 201)
                #expect(problems.first?.file == "orgs.csv")
            }
        }
    }

    @Test(arguments: ["bom", "crlf", "quoted", "no manifest", "in a zip", "in a folder of a zip"])
    func `the same roster in another dress is the same roster`(_ dress: String) async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            _ = try await importer.run(from: folder.location)
            var zip = ZipMaker()
            for (name, text) in folder.files.sorted(by: { $0.key < $1.key }) {
                switch dress {
                case "bom": folder[name] = "\u{FEFF}" + text
                case "crlf": folder[name] = text.replacingOccurrences(of: "\n", with: "\r\n")
                case "quoted":
                    var parser = CSVParser()
                    var lines: [String] = []
                    try parser.parse(Array(text.utf8)) { record in
                        lines.append(record.fields.map { "\"\($0)\"" }.joined(separator: ","))
                    }
                    folder[name] = lines.joined(separator: "\n")
                case "no manifest": if name == "manifest.csv" { folder[name] = nil }
                case "in a zip": zip.add(name, Array(text.utf8))
                default: zip.add("export/\(name)", Array(text.utf8))
                }
            }
            var location = folder.location
            if dress.hasSuffix("zip") {
                try folder.write(zip.bytes, to: "roster.zip")
                location = NamedFilesLocation(path: folder.path + "/roster.zip")
            }
            #expect(try await importer.run(from: location).isEmpty)
        }
    }

    @Test func `misspelt and trailing columns, names with line breaks and metadata are taken`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            folder["users.csv"] = """
                SourcedID,Status,dataLastModified,givenName,family_name,prefferedGivenName,metadata.gpa,,
                u1,active,,"Ann\nMarie",Ames,Annie,3.9,,
                u2,active,,Ben,Bo,,,,
                u3,active,,Cho,Cruz,,,,
                t9,active,,Tea,Teal,,,,
                g1,active,,Gia,Bo,,,,
                """
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            let report = try await importer.run(from: folder.location)
            #expect(report.dropped.map(\.description) == ["users.csv: values in columns of grades (1)"])
            #expect(
                try await log.texts(
                    "select given_name, family_name, preferred_name from ref.person where source_id = 'u1'")
                    == [["Ann\nMarie", "Ames", "Annie"]])
        }
    }

    @Test func `files of grades are dropped and counted`() async throws {
        try await withDistrict { log, _ in
            let folder = try RosterFolder.small()
            folder["results.csv"] =
                "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score\nx,,,l,u1,final,\"9\n9\"\ny,,,l,u2,final,8\n"
            folder["lineItems.csv"] = "sourcedId,title\nl,Test\n"
            let importer = RosterImport(log: log, options: RosterImportOptions(asOf: try day("2026-09-10")))
            let report = try await importer.run(from: folder.location)
            #expect(
                report.dropped.map(\.description).sorted() == [
                    "lineItems.csv: rows of grades (1)", "results.csv: rows of grades (2)",
                    "users.csv: values in columns of passwords (1)",
                ])
        }
    }
}
