import LibPQ

extension RosterMerge {
    /// The parts of people from `users.csv` of 1.1: put where those of `roles.csv` are staged.
    func stageRolesOfUsers(_ report: inout RosterReport) throws {
        try session.execute(
            """
            insert into pg_temp.roster_role (line, source_id, is_active, modified, fingerprint, person, role, org)
            select distinct on (s.source_id, u.org) s.line, \(Self.prefixOfUsers) || s.source_id || ':' || u.org,
                   s.is_active, s.modified, s.fingerprint, s.source_id, s.role, u.org
              from pg_temp.roster_user s cross join lateral unnest(s.orgs) u(org)
             where s.role is not null
               and exists (select from ref.school x where x.tenant = \(tenant) and x.source_id = u.org)
            """)
        try session.execute(RolesFile.staging.index)
        try session.execute(RolesFile.staging.analysis)
        report.note(
            UsersFile.name, "orgSourcedIds that lead nowhere, left out",
            try count(
                """
                select count(*) from pg_temp.roster_user s cross join lateral unnest(s.orgs) u(org)
                 where s.is_active
                   and not exists (select from ref.school x where x.tenant = \(tenant) and x.source_id = u.org)
                """))
    }

    /// Reports rows of `roles.csv` that name nobody or no organisation.
    func checkRoles() throws {
        try reportUnresolved(
            file: RolesFile.name, column: "userSourcedId", "no user has this sourcedId",
            """
            select s.line, s.person from pg_temp.roster_role s
             where s.is_active and not exists (select from ref.person x where x.tenant = \(tenant)
                   and x.source_id = s.person) order by s.line limit 100
            """)
        try reportUnresolved(
            file: RolesFile.name, column: "orgSourcedId", "no organisation has this sourcedId",
            """
            select s.line, s.org from pg_temp.roster_role s
             where s.is_active and not exists (select from ref.school x where x.tenant = \(tenant)
                   and x.source_id = s.org) order by s.line limit 100
            """)
    }

    /// Brings the parts of people to what is staged.
    /// - Parameters:
    ///   - ofUsers: whether they come from `users.csv`.
    ///   - cameWithPeople: whether who is new has them already.
    func mergeRoles(
        _ mode: RosterManifest.Mode, ofUsers: Bool, cameWithPeople: Bool, _ report: inout RosterReport
    ) throws {
        if isFirstNight {
            try beginRoles(ofUsers: ofUsers, &report)
            if !cameWithPeople { try refreshRolesOfPeople() }
            return
        }
        if !ofUsers { try checkRoles() }
        let unchanged = try count(
            """
            select count(*) from pg_temp.roster_role s join ref.person_role x on x.tenant = \(tenant)
               and x.source_id = s.source_id
             where s.is_active and x.fingerprint = s.fingerprint and x.ended_on is null
            """)
        let added = try session.execute(
            """
            insert into ref.person_role (tenant, source_id, person, school, role, starts_on, ends_on, fingerprint,
                   modified_at)
            select \(tenant), s.source_id, p.person, o.school, s.role, s.starts_on, s.ends_on, s.fingerprint, s.modified
              from pg_temp.roster_role s
              join ref.person p on p.tenant = \(tenant) and p.source_id = s.person and p.erased_at is null
              join ref.school o on o.tenant = \(tenant) and o.source_id = s.org
             where s.is_active
               and not exists (select from ref.person_role x where x.tenant = \(tenant) and x.source_id = s.source_id)
            """)
        let changed = try session.execute(
            """
            update ref.person_role x set person = p.person, school = o.school, role = s.role, starts_on = s.starts_on,
                   ends_on = s.ends_on, fingerprint = s.fingerprint, ended_on = null,
                   modified_at = coalesce(s.modified, x.modified_at)
              from pg_temp.roster_role s
              join ref.person p on p.tenant = \(tenant) and p.source_id = s.person and p.erased_at is null
              join ref.school o on o.tenant = \(tenant) and o.source_id = s.org
             where x.tenant = \(tenant) and x.source_id = s.source_id and s.is_active
               and (x.fingerprint is distinct from s.fingerprint or x.ended_on is not null)
            """)
        let ended = try session.execute(
            """
            update ref.person_role x set ended_on = \(asOf),
                   modified_at = coalesce((select s.modified from pg_temp.roster_role s
                        where s.source_id = x.source_id), x.modified_at)
             where x.tenant = \(tenant) and x.ended_on is null and \(sql: isGone(mode, ofUsers: ofUsers))
            """)
        report.update(RolesFile.name) {
            ($0.unchanged, $0.added, $0.changed, $0.ended) = (unchanged, Int64(added), Int64(changed), Int64(ended))
        }
        if !ofUsers, changed + ended > 0 || added > 0 { try refreshRolesOfPeople() }
    }

    private func isGone(_ mode: RosterManifest.Mode, ofUsers: Bool) -> SQL {
        let isListed: SQL =
            "exists (select from pg_temp.roster_role s where s.source_id = x.source_id and s.is_active)"
        switch (mode, ofUsers) {
        case (.bulk, _): return "not \(sql: isListed)"
        case (.delta, false):
            return "exists (select from pg_temp.roster_role s where s.source_id = x.source_id and not s.is_active)"
        case (.delta, true):
            // A row of users.csv names all the organisations of its person.
            return """
                starts_with(x.source_id, \(Self.prefixOfUsers)) and not \(sql: isListed)
                and exists (select from ref.person p join pg_temp.roster_user u on u.source_id = p.source_id
                             where p.tenant = \(tenant) and p.person = x.person)
                """
        }
    }

    /// Each person's parts, as one list.
    private func refreshRolesOfPeople() throws {
        try session.execute(
            """
            update ref.person p set roles = found.roles
              from (select q.person, array_remove(array_agg(distinct r.role order by r.role), null) as roles
                      from ref.person q left join ref.person_role r
                        on r.tenant = \(tenant) and r.person = q.person and r.ended_on is null
                     where q.tenant = \(tenant) group by q.person) found
             where p.tenant = \(tenant) and p.person = found.person and p.roles <> found.roles
            """)
    }

    /// How the ids of parts begin that come from `users.csv` and have none of their own.
    private static let prefixOfUsers = "users.csv:"
}
