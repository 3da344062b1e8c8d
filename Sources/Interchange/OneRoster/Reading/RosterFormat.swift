/// Tells OneRoster from what looks like it, and says what becomes of every file of a bundle.
enum RosterFormat {
    /// Files of grades: dropped and counted.
    private static let grades: Set<String> = [
        "categories", "lineitems", "lineitemlearningobjectiveids", "lineitemscorescales", "results",
        "resultlearningobjectiveids", "resultscorescales", "scorescales",
    ]
    /// Files of the standard that are of no use here.
    private static let unused: Set<String> = [
        "userprofiles", "resources", "classresources", "courseresources", "userresources",
    ]
    private static let imported = Set(
        ([
            OrgsFile.self, AcademicSessionsFile.self, CoursesFile.self, ClassesFile.self, UsersFile.self,
            RolesFile.self, DemographicsFile.self, EnrollmentsFile.self,
        ] as [any RosterFile.Type]).map { $0.name.lowercased() })

    /// Refuses what is not OneRoster, and says what it is where that is known.
    static func check(_ files: any NamedFiles) throws {
        let names = Set(files.names.map { $0.lowercased() })
        if names.contains("studentenrollment.csv") || names.contains("teacherroster.csv") {
            throw RosterImportError.otherFormat(
                "these are files of Microsoft School Data Sync version 1, not OneRoster; " + advice)
        }
        if names.contains("userflags.csv") || names.contains("relationships.csv") {
            throw RosterImportError.otherFormat(
                "these are files of Microsoft School Data Sync 2.1, which is like OneRoster but has no ids of "
                    + "enrolments and no status; " + advice)
        }
        if names.isDisjoint(with: imported.map { "\($0).csv" }) {
            throw RosterImportError.otherFormat(
                "there is no file of OneRoster here (orgs.csv, users.csv, enrollments.csv …); " + advice)
        }
    }

    private static let advice =
        "have the student information system export OneRoster 1.1 or 1.2 as CSV, and give the folder or zip file"

    /// Counts what is in files of grades, and names the files that are not used.
    static func reportOthers(
        _ files: any NamedFiles, _ manifest: RosterManifest, problems: RosterProblems, report: inout RosterReport
    ) throws {
        for name in files.names where name.lowercased() != RosterManifest.fileName {
            let bare = (name.lowercased().hasSuffix(".csv") ? String(name.dropLast(4)) : name).lowercased()
            if grades.contains(bare) {
                report.drop(name, "rows of grades", try rows(of: name, in: files))
            } else if unused.contains(bare) {
                report.note(name, "not used")
            } else if !imported.contains(bare) {
                report.note(name, "no file of OneRoster, left alone")
            } else if manifest.mode(of: bare) == nil {
                report.note(name, "left alone, since the manifest says that it is absent")
            }
        }
        if !manifest.isPresent {
            report.note(RosterManifest.fileName, "not there, so every file counts as everything there is (bulk)")
        }
    }

    /// How many rows a file has below its header; as many as can be read.
    private static func rows(of name: String, in files: any NamedFiles) throws -> Int64 {
        guard let source = try files.open(name) else { return 0 }
        var count: Int64 = -1
        // The file is dropped whole, so what is wrong inside is nobody's problem.
        try CSVFile.read(source, file: name, problems: RosterProblems(limit: 0)) { _ in count += 1 }
        return max(0, count)
    }
}
