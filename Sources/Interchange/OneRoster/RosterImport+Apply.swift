import EventLog
import LibPQ

extension RosterImport {
    /// Reads, checks and compares the files, and changes the reference data, inside the transaction of `session`.
    func apply(
        _ files: any NamedFiles, session: Session, progress: (@Sendable (RosterProgress) -> Void)?
    ) throws -> RosterReport {
        try RosterFormat.check(files)
        try planForLargeTables(session)
        var report = RosterReport(isDryRun: options.isDryRun)
        let problems = RosterProblems(limit: options.problemLimit)
        let manifest = try RosterManifest.read(files, problems: problems)
        try problems.check()
        report.version = manifest.version
        report.sourceSystem = manifest.sourceSystem
        try RosterFormat.reportOthers(files, manifest, problems: problems, report: &report)

        let staging = RosterStaging(
            session: session, tenant: log.district.tenant, files: files, manifest: manifest, problems: problems,
            progress: progress)
        let orgs = try staging.stage(OrgsFile.self, report: &report)
        let sessions = try staging.stage(AcademicSessionsFile.self, report: &report)
        let courses = try staging.stage(CoursesFile.self, report: &report)
        let classes = try staging.stage(ClassesFile.self, report: &report)
        let users = try staging.stage(UsersFile.self, report: &report)
        let roles = try staging.stage(RolesFile.self, report: &report)
        let demographics = try staging.stage(DemographicsFile.self, report: &report)
        let enrolments = try staging.stage(EnrollmentsFile.self, report: &report)
        try problems.check()

        progress?(.comparing)
        let merge = RosterMerge(
            session: session, tenant: log.district.tenant, asOf: options.asOf, options: options, problems: problems,
            isFirstNight: try RosterMerge.isFirstNight(session, tenant: log.district.tenant))
        if let orgs { try merge.mergeOrgs(orgs.mode, &report) }
        if let sessions { try merge.mergeSessions(sessions.mode, &report) }
        if let courses { try merge.mergeCourses(courses.mode, &report) }
        if let classes { try merge.mergeClasses(classes.mode, &report) }
        try merge.matchPeople(users?.mode ?? .delta, &report)
        try problems.check()
        if let users { try merge.mergeUsers(users, &report) }
        if let roles {
            try merge.mergeRoles(
                roles.mode, ofUsers: false, cameWithPeople: users?.file.hasRoles == false, &report)
        } else if let users, users.file.hasRoles {
            try merge.stageRolesOfUsers(&report)
            try merge.mergeRoles(users.mode, ofUsers: true, cameWithPeople: true, &report)
        }
        if let demographics { try merge.mergeDemographics(demographics, &report) }
        // Without a file of enrolments those of people who ended still end.
        try merge.mergeEnrolments(enrolments?.mode ?? .delta, &report)
        try problems.check()
        return report
    }

    /// What this transaction has just filled the planner takes for empty, and no one but the owner may tell it otherwise:
    /// it would compare each row of one table with each row of another. Hashing is right here at every size.
    private func planForLargeTables(_ session: Session) throws {
        try session.execute("set local enable_nestloop = off")
        try session.execute("set local jit = off")
        // Staged rows are in no order that a large sample would find; a tenth of it is enough, and costs a tenth.
        try session.execute("set local default_statistics_target = 10")
        try session.execute("set local work_mem = '64MB'")
    }
}
