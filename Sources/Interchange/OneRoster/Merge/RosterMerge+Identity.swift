import LibPQ

extension RosterMerge {
    /// Finds out who is new, who of them may be someone known under another id, and whose id names somebody else now.
    /// Nobody is matched with anybody but by the sourcedId, or by a rule that was asked for by name; what a rule would
    /// do is told either way. See `Docs/formats/oneroster.md` for the rules.
    func matchPeople(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        if isFirstNight { return }
        try findReusedIDs(&report)
        try session.execute(
            """
            create temp table roster_new_person on commit drop as
            select s.line, s.source_id, lower(s.given_name) as given_name, lower(s.family_name) as family_name,
                   lower(s.email) as email, d.birth_date
              from pg_temp.roster_user s
              left join pg_temp.roster_demographics d on d.source_id = s.source_id and d.is_active
             where s.is_active and not exists (select from ref.person x where x.tenant = \(tenant)
                   and x.source_id = s.source_id)
            """)
        guard try count("select count(*) from (select from pg_temp.roster_new_person limit 1) n") > 0 else { return }
        try findMatches(mode)
        try tellMatches(&report)
        guard !options.matching.isEmpty else { return }
        let rules = options.matching.map(\.rawValue)
        let matched = try session.execute(
            """
            update ref.person x set source_id = m.source_id from pg_temp.roster_match m
             where x.tenant = \(tenant) and x.person = m.person and m.is_certain and m.rule = any(\(rules))
            """)
        guard matched > 0 else { return }
        try session.execute(
            """
            delete from pg_temp.roster_new_person n using pg_temp.roster_match m
             where n.source_id = m.source_id and m.is_certain and m.rule = any(\(rules))
            """)
    }

    /// People who are gone, by the files: those with whom someone new may be matched, and by which rule.
    private func findMatches(_ mode: RosterManifest.Mode) throws {
        try session.execute(
            """
            create temp table roster_gone_person on commit drop as
            select x.person, x.source_id, lower(x.given_name) as given_name, lower(x.family_name) as family_name,
                   lower(x.email) as email, x.birth_date
              from ref.person x left join pg_temp.roster_user s on s.source_id = x.source_id
             where x.tenant = \(tenant) and x.erased_at is null and s.is_active is not true
               and (\(mode == .bulk) or x.ended_on is not null or s.source_id is not null)
            """)
        try session.execute(
            """
            create temp table roster_match on commit drop as
            select pair.*, count(*) over (partition by source_id) = 1 and count(*) over (partition by person) = 1
                       as is_certain
              from (
                select distinct on (found.source_id, found.person) found.* from (
                    select n.line, n.source_id, g.person, g.source_id as former,
                           \(RosterIdentityRule.nameAndBirthDate.rawValue)::text as rule, 1 as step
                      from pg_temp.roster_new_person n join pg_temp.roster_gone_person g
                        using (given_name, family_name, birth_date)
                    union all
                    select n.line, n.source_id, g.person, g.source_id,
                           \(RosterIdentityRule.nameAndEmail.rawValue)::text, 2
                      from pg_temp.roster_new_person n join pg_temp.roster_gone_person g
                        using (given_name, family_name, email)
                     where n.birth_date is null or g.birth_date is null or n.birth_date = g.birth_date
                ) found order by found.source_id, found.person, found.step
              ) pair
            """)
    }

    private func tellMatches(_ report: inout RosterReport) throws {
        let rows = try session.query(
            """
            select line, source_id, former, rule, is_certain from pg_temp.roster_match
             order by line, former limit \(Int64(RosterReport.toldMatches + 1))
            """)
        for row in rows {
            guard let rule = RosterIdentityRule(rawValue: try row[3, as: String.self]) else { continue }
            let isCertain = try row[4, as: Bool.self]
            report.matches.append(
                RosterReport.Match(
                    line: Int(try row[0, as: Int32.self]), sourcedID: try row[1, as: String.self],
                    formerSourcedID: try row[2, as: String.self], rule: rule, isCertain: isCertain,
                    isApplied: isCertain && options.matching.contains(rule)))
        }
    }

    /// An id whose names and birth date are all others than before names another person: refused, unless somebody said
    /// what to make of it. Without a birth date to compare it is told and taken for the same person.
    private func findReusedIDs(_ report: inout RosterReport) throws {
        try session.execute(
            """
            create temp table roster_reused on commit drop as
            select s.line, x.person, s.source_id, d.birth_date <> x.birth_date as is_other
              from pg_temp.roster_user s
              join ref.person x on x.tenant = \(tenant) and x.source_id = s.source_id
              left join pg_temp.roster_demographics d on d.source_id = s.source_id and d.is_active
             where s.is_active and x.erased_at is null and x.fingerprint is distinct from s.fingerprint
               and lower(s.given_name) <> lower(x.given_name) and lower(s.family_name) <> lower(x.family_name)
               and (d.birth_date is null or x.birth_date is null or d.birth_date <> x.birth_date)
            """)
        report.note(
            UsersFile.name, "people whose given and family names both changed, taken for the same person",
            try count("select count(*) from pg_temp.roster_reused where is_other is null"))
        switch options.reusedIDs {
        case .refuse:
            try reportUnresolved(
                file: UsersFile.name, column: "sourcedId",
                "was another person's until now: both names and the birth date differ; give each person an id of their "
                    + "own, or say --reused-ids new-person, or same-person if this one was corrected",
                "select line, source_id from pg_temp.roster_reused where is_other order by line limit 100")
        case .samePerson: break
        case .newPerson:
            let retired = try session.execute(
                """
                update ref.person x set source_id = x.source_id || ' until ' || \(asOf)::date,
                       ended_on = coalesce(x.ended_on, \(asOf))
                  from pg_temp.roster_reused r where r.is_other and x.tenant = \(tenant) and x.person = r.person
                """)
            report.note(UsersFile.name, "sourcedIds that name another person now", Int64(retired))
        }
    }
}
