import LibPQ

extension RosterMerge {
    /// People, and in 1.1 the parts they have in which schools.
    func mergeUsers(_ staged: RosterStaging.Staged<UsersFile>, _ report: inout RosterReport) throws {
        try checkEndingsOfPeople(staged.mode)
        var columns: [(name: String, value: SQL)] = [
            ("given_name", "s.given_name"), ("middle_name", "s.middle_name"), ("family_name", "s.family_name"),
            ("preferred_name", "s.preferred_name"), ("email", "s.email"),
        ]
        if staged.file.hasRoles { columns.append(("roles", "array_remove(array[s.role], null)")) }
        var table = EntityTable(
            name: "ref.person", id: "person", columns: columns, guardOfExisting: "x.erased_at is null",
            keepsEndedRows: false)
        // Who is new is written once, with what the files behind this one say.
        table.firstColumns = [("birth_date", "d.birth_date")]
        table.joins = "left join pg_temp.roster_demographics d on d.source_id = s.source_id and d.is_active"
        if !staged.file.hasRoles {
            table.firstColumns.append(("roles", "coalesce(r.roles, '{}')"))
            table.joins = """
                \(sql: table.joins)
                left join (select person, array_agg(distinct role order by role) as roles from pg_temp.roster_role
                            where is_active and role is not null group by person) r on r.person = s.source_id
                """
        }
        try report.update(UsersFile.name) { try merge(UsersFile.staging, mode: staged.mode, into: table, counts: &$0) }
        if isFirstNight, try !hasAgents() { return }
        report.note(
            UsersFile.name, "people who were erased, left alone",
            try count(
                """
                select count(*) from pg_temp.roster_user s join ref.person x on x.tenant = \(tenant)
                   and x.source_id = s.source_id where x.erased_at is not null
                """))
        try mergeAgents(&report)
    }

    private func checkEndingsOfPeople(_ mode: RosterManifest.Mode) throws {
        guard mode == .bulk else { return }
        let row = try session.query(
            """
            select count(*) filter (where not exists (select from pg_temp.roster_user s
                       where s.source_id = x.source_id and s.is_active)), count(*)
              from ref.person x where x.tenant = \(tenant) and x.ended_on is null and x.erased_at is null
            """
        ).first
        guard let row else { return }
        try checkEndings(file: UsersFile.name, ending: try row[0, as: Int64.self], of: try row[1, as: Int64.self])
    }

    /// Whether the file names agents of anybody.
    private func hasAgents() throws -> Bool {
        try session.query("select exists (select from pg_temp.roster_user where agents <> '{}')").single(as: Bool.self)
    }

    /// Who is a guardian or relative of whom.
    private func mergeAgents(_ report: inout RosterReport) throws {
        try session.execute(
            """
            create temp table roster_agent on commit drop as
            select distinct p.person, a.person as other
              from pg_temp.roster_user s cross join lateral unnest(s.agents) u(source_id)
              join ref.person p on p.tenant = \(tenant) and p.source_id = s.source_id and p.erased_at is null
              join ref.person a on a.tenant = \(tenant) and a.source_id = u.source_id and a.erased_at is null
             where s.is_active
            """)
        try session.execute("create index on pg_temp.roster_agent (person, other)")
        try session.execute("analyze pg_temp.roster_agent")
        try session.execute(
            """
            insert into ref.relationship (tenant, person, other, kind)
            select \(tenant), person, other, 'agent' from pg_temp.roster_agent
            on conflict (tenant, person, other, kind) do update set ended_on = null
             where ref.relationship.ended_on is not null
            """)
        try session.execute(
            """
            update ref.relationship r set ended_on = \(asOf)
              from ref.person p join pg_temp.roster_user s on p.tenant = \(tenant) and p.source_id = s.source_id
             where r.tenant = \(tenant) and r.person = p.person and r.kind = 'agent' and r.ended_on is null
               and not exists (select from pg_temp.roster_agent a where a.person = r.person and a.other = r.other)
            """)
        report.note(
            UsersFile.name, "agentSourcedIds that no user has, left out",
            try count(
                """
                select count(*) from pg_temp.roster_user s cross join lateral unnest(s.agents) u(source_id)
                 where s.is_active and not exists (select from ref.person a where a.tenant = \(tenant)
                       and a.source_id = u.source_id)
                """))
    }
}
