import LibPQ

extension RosterMerge {
    /// Schools and other organisations.
    func mergeOrgs(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        let table = EntityTable(
            name: "ref.school", id: "school",
            columns: [("kind", "s.kind"), ("name", "s.name")],
            links: [("parent", lookup("school", in: "ref.school", by: "s.parent"))])
        try report.update(OrgsFile.name) { try merge(OrgsFile.staging, mode: mode, into: table, counts: &$0) }
        try noteUnknown(
            OrgsFile.name, "parentSourcedId", OrgsFile.staging, "s.parent",
            lookup("school", in: "ref.school", by: "s.parent"), &report)
    }

    /// Terms.
    func mergeSessions(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        let table = EntityTable(
            name: "ref.term", id: "term",
            columns: [
                ("title", "s.title"), ("kind", "s.kind"), ("starts_on", "s.starts_on"), ("ends_on", "s.ends_on"),
                ("school_year", "s.school_year"),
            ],
            links: [("parent", lookup("term", in: "ref.term", by: "s.parent"))])
        try report.update(AcademicSessionsFile.name) {
            try merge(AcademicSessionsFile.staging, mode: mode, into: table, counts: &$0)
        }
        try noteUnknown(
            AcademicSessionsFile.name, "parentSourcedId", AcademicSessionsFile.staging, "s.parent",
            lookup("term", in: "ref.term", by: "s.parent"), &report)
    }

    /// Courses.
    func mergeCourses(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        let school = lookup("school", in: "ref.school", by: "s.org")
        let table = EntityTable(
            name: "ref.course", id: "course",
            columns: [("title", "s.title"), ("course_code", "s.course_code"), ("school", school)],
            links: [("school", school)])
        try report.update(CoursesFile.name) { try merge(CoursesFile.staging, mode: mode, into: table, counts: &$0) }
        try noteUnknown(CoursesFile.name, "orgSourcedId", CoursesFile.staging, "s.org", school, &report)
    }

    /// Sections.
    func mergeClasses(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        let course = lookup("course", in: "ref.course", by: "s.course")
        let terms: SQL = """
            array(select t.term from unnest(s.terms) with ordinality u(source_id, n)
                    join ref.term t on t.tenant = \(tenant) and t.source_id = u.source_id order by u.n)
            """
        let table = EntityTable(
            name: "ref.section", id: "section",
            columns: [
                ("title", "s.title"), ("course", course),
                ("school", lookup("school", in: "ref.school", by: "s.school")),
                ("terms", terms),
            ],
            links: [("course", course), ("terms", "nullif(\(sql: terms), '{}')")])
        try report.update(ClassesFile.name) { try merge(ClassesFile.staging, mode: mode, into: table, counts: &$0) }
        try reportUnresolved(
            file: ClassesFile.name, column: "schoolSourcedId", "no organisation has this sourcedId",
            """
            select s.line, s.school from pg_temp.roster_class s
             where s.is_active and not exists (select from ref.school x where x.tenant = \(tenant)
                   and x.source_id = s.school) order by s.line limit 100
            """)
        try noteUnknown(ClassesFile.name, "courseSourcedId", ClassesFile.staging, "s.course", course, &report)
        report.note(
            ClassesFile.name, "termSourcedIds that no academic session has",
            try count(
                """
                select count(*) from pg_temp.roster_class s, unnest(s.terms) u(source_id)
                 where s.is_active and not exists (select from ref.term t where t.tenant = \(tenant)
                       and t.source_id = u.source_id)
                """))
    }

    /// The id of the row of `table` whose source id an expression names.
    func lookup(_ id: String, in table: String, by source: String) -> SQL {
        """
        (select y.\(unsafeRaw: id) from \(unsafeRaw: table) y where y.tenant = \(tenant)
           and y.source_id = \(unsafeRaw: source))
        """
    }

    /// Notes how many rows refer to something that is nowhere; the reference stays empty until it comes.
    private func noteUnknown(
        _ file: String, _ column: String, _ staging: StagingTable, _ source: String, _ found: SQL,
        _ report: inout RosterReport
    ) throws {
        report.note(
            file, "\(column) that lead nowhere, left empty",
            try count(
                """
                select count(*) from pg_temp.\(unsafeRaw: staging.name) s
                 where s.is_active and \(unsafeRaw: source) is not null and \(sql: found) is null
                """))
    }
}
