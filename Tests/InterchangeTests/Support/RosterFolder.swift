import Foundation
import Interchange
import LearningRecord
import Testing

/// A folder of OneRoster files that a test writes, and that goes away with it.
final class RosterFolder {
    let path: String
    private(set) var files: [String: String] = [:]

    init() throws {
        path = NSTemporaryDirectory() + "waymark-roster-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var location: NamedFilesLocation { NamedFilesLocation(path: path) }

    /// Writes a file; `nil` takes it away.
    subscript(name: String) -> String? {
        get { files[name] }
        set {
            files[name] = newValue
            let url = URL(fileURLWithPath: "\(path)/\(name)")
            if let newValue {
                try? Data(newValue.utf8).write(to: url)
            } else {
                try? FileManager.default.removeItem(at: url)
            }
        }
    }

    /// Writes bytes as they are.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    /// A small school of OneRoster 1.2: two classes, a teacher, three students.
    static func small() throws -> RosterFolder {
        let folder = try RosterFolder()
        folder.manifest("bulk")
        folder["orgs.csv"] = """
            sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
            d1,active,,District,district,,
            s1,active,,First School,school,,d1

            """
        folder["academicSessions.csv"] = """
            sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
            t1,active,,Autumn,term,2026-08-31,2027-01-30,,2027

            """
        folder["courses.csv"] = """
            sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
            k1,active,,,Algebra,ALG,,s1,,

            """
        folder["classes.csv"] = """
            sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
            c1,active,,Algebra 1,,k1,,scheduled,,s1,t1,,,
            c2,active,,Algebra 2,,k1,,scheduled,,s1,t1,,,

            """
        folder["users.csv"] = """
            sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
            u1,active,,true,ann,,Ann,Ames,,,ann@example.org,,,,09,hunter2
            u2,active,,true,ben,,Ben,"Bo, Jr",,,,,,g1,09,
            u3,active,,true,cho,,Cho,Cruz,,,,,,,09,
            t9,active,,true,tea,,Tea,Teal,,,,,,,,
            g1,active,,true,gia,,Gia,Bo,,,,,,,,

            """
        folder["roles.csv"] = """
            sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
            r1,active,,u1,primary,student,,,s1,
            r2,active,,u2,primary,student,,,s1,
            r3,active,,u3,primary,student,,,s1,
            r9,active,,t9,primary,teacher,,,s1,

            """
        folder["demographics.csv"] = """
            sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,metadata.group.language
            u1,active,,2012-04-17,female,,true,,,true,,false,en
            u2,active,,2012-05-18,male,false,false,false,false,true,false,true,es
            u3,active,,,other,,,,,,,,

            """
        folder["enrollments.csv"] = """
            sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
            e1,active,,c1,s1,u1,student,,2026-09-01,
            e2,active,,c1,s1,u2,student,,2026-09-01,2027-01-30
            e3,active,,c2,s1,u3,student,,,
            e9,active,,c1,s1,t9,teacher,true,,

            """
        return folder
    }

    /// Writes a manifest that gives every file of ``small()`` this mode.
    func manifest(_ mode: String) {
        let names = [
            "orgs", "academicSessions", "courses", "classes", "users", "roles", "demographics", "enrollments",
        ]
        self["manifest.csv"] =
            "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n"
            + names.map { "file.\($0),\(mode)\n" }.joined()
    }

    /// Replaces a line, found by its beginning; `nil` takes it out.
    func change(_ file: String, _ beginning: String, to line: String?) {
        let lines = (self[file] ?? "").split(separator: "\n", omittingEmptySubsequences: false).compactMap { old in
            old.hasPrefix(beginning) ? line : String(old)
        }
        self[file] = lines.joined(separator: "\n")
    }

    /// Adds a line at the end.
    func add(_ file: String, _ line: String) {
        self[file] = (self[file] ?? "") + line + "\n"
    }
}

/// A day of autumn 2026.
func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
