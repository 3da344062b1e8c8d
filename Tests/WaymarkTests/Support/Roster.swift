import Foundation

/// A OneRoster folder, written for a test.
struct Roster {
    let folder: URL

    /// A school, a class, one term, and learners named by their number.
    init(school: String, learners: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-roster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(
            "manifest",
            "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
                + ["academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "users"]
                .map { "file.\($0),bulk\n" }.joined()
                + ["categories", "classResources", "courseResources", "lineItems", "resources", "results"]
                .map { "file.\($0),absent\n" }.joined())
        try write("orgs", "sourcedId,name,type\nsch,\(school),school\n")
        try write(
            "academicSessions",
            "sourcedId,title,type,startDate,endDate,schoolYear\nt1,Autumn,term,2025-08-01,2025-12-31,2026\n")
        try write("courses", "sourcedId,title,orgSourcedId\nc1,Patterns,sch\n")
        try write(
            "classes",
            "sourcedId,title,courseSourcedId,classType,schoolSourcedId,termSourcedIds\nk1,Patterns A,c1,scheduled,sch,t1\n"
        )
        let numbers = 1...learners
        try write(
            "users",
            "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
                + numbers.map { "s-\($0),true,sch,student,u\($0),Learner,Number\($0)\n" }.joined())
        try write(
            "demographics", "sourcedId,sex\n" + numbers.map { "s-\($0),\($0 % 2 == 0 ? "female" : "male")\n" }.joined())
        try write(
            "enrollments",
            "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n"
                + numbers.map { "e-\($0),k1,sch,s-\($0),student\n" }.joined())
    }

    /// Writes one of the files, without the ending of its name.
    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name + ".csv"))
    }

    func remove() throws {
        try FileManager.default.removeItem(at: folder)
    }
}
