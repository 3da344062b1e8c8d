import LibPQ

extension RosterMerge {
    /// Birth dates and group memberships.
    ///
    /// A change of a group closes the old membership on the import's day and begins the new one there; what was known
    /// before stays readable under its own time (`known_from`, `known_to`). The first that is known of a dimension is
    /// taken to have been so all along.
    func mergeDemographics(_ staged: RosterStaging.Staged<DemographicsFile>, _ report: inout RosterReport) throws {
        if isFirstNight { return try beginMemberships(&report) }
        try checkDemographics()
        try compareGroups()
        try countDemographics(hasBirthDate: staged.file.hasBirthDate, &report)
        if staged.file.hasBirthDate {
            try session.execute(
                """
                update ref.person p set birth_date = s.birth_date from pg_temp.roster_demographics s
                 where p.tenant = \(tenant) and p.source_id = s.source_id and p.erased_at is null and s.is_active
                   and p.birth_date is distinct from s.birth_date
                """)
        }
        try closeMemberships(&report)
        try openMemberships(&report)
    }

    /// Reports rows of people who are nowhere.
    func checkDemographics() throws {
        try reportUnresolved(
            file: DemographicsFile.name, column: "sourcedId", "no user has this sourcedId",
            """
            select s.line, s.source_id from pg_temp.roster_demographics s
             where s.is_active and not exists (select from ref.person x where x.tenant = \(tenant)
                   and x.source_id = s.source_id) order by s.line limit 100
            """)
    }

    /// What differs between the file and what is known: `roster_group` holds for each learner and dimension the new
    /// group (null: none is known any more) and what stands.
    private func compareGroups() throws {
        try session.execute(
            """
            create temp table roster_group on commit drop as
            select p.person as learner, u.dimension, u.new_group, c.member_of as old_group,
                   c.valid_from as old_from, c.known_from as old_known_from
              from pg_temp.roster_demographics s
              join ref.person p on p.tenant = \(tenant) and p.source_id = s.source_id and p.erased_at is null
              cross join lateral (select v.dimension, case when s.is_active then v.new_group end as new_group
                                    from unnest(s.dimensions, s.groups) v(dimension, new_group)) u
              left join ref.group_membership c on c.tenant = \(tenant) and c.learner = p.person
               and c.dimension = u.dimension and c.valid_to = 'infinity' and c.known_to = 'infinity'
             where u.new_group is distinct from c.member_of
            """)
        try session.execute("analyze pg_temp.roster_group")
    }

    private func countDemographics(hasBirthDate: Bool, _ report: inout RosterReport) throws {
        let row = try session.query(
            """
            select count(*) filter (where differs and not was_known), count(*) filter (where differs and was_known),
                   count(*) filter (where not differs)
              from (select n.source_id is null and (p.birth_date is not null or exists (
                               select from ref.group_membership m
                                where m.tenant = \(tenant) and m.learner = p.person)) as was_known,
                           n.source_id is not null or (\(hasBirthDate) and p.birth_date is distinct from s.birth_date) or g.learner is not null
                               as differs
                      from pg_temp.roster_demographics s
                      join ref.person p on p.tenant = \(tenant) and p.source_id = s.source_id
                      left join (select distinct learner from pg_temp.roster_group) g on g.learner = p.person
                      left join pg_temp.roster_new_person n on n.source_id = s.source_id
                     where s.is_active and p.erased_at is null) r
            """
        ).first
        guard let row else { return }
        try report.update(DemographicsFile.name) {
            $0.added = try row[0, as: Int64.self]
            $0.changed = try row[1, as: Int64.self]
            $0.unchanged = try row[2, as: Int64.self]
        }
    }

    private func closeMemberships(_ report: inout RosterReport) throws {
        let closed = try session.execute(
            """
            update ref.group_membership c set known_to = now() from pg_temp.roster_group g
             where c.tenant = \(tenant) and c.learner = g.learner and c.dimension = g.dimension
               and c.member_of = g.old_group and c.valid_from = g.old_from and c.known_from = g.old_known_from
            """)
        report.groups.closed = Int64(closed)
        // What began only today never was: it is just not known any more.
        try session.execute(
            """
            insert into ref.group_membership (tenant, learner, dimension, member_of, valid_from, valid_to, known_from)
            select \(tenant), g.learner, g.dimension, g.old_group, g.old_from, \(asOf), now()
              from pg_temp.roster_group g where g.old_from < \(asOf)
            """)
    }

    private func openMemberships(_ report: inout RosterReport) throws {
        let opened = try session.execute(
            """
            insert into ref.group_membership (tenant, learner, dimension, member_of, valid_from, known_from)
            select \(tenant), g.learner, g.dimension, g.new_group,
                   case when g.old_from >= \(asOf) then g.old_from
                        when exists (select from ref.group_membership m
                                      where m.tenant = \(tenant) and m.learner = g.learner
                                        and m.dimension = g.dimension and m.known_to = 'infinity') then \(asOf)
                        else '-infinity' end,
                   now()
              from pg_temp.roster_group g where g.new_group is not null
            """)
        report.groups.opened = Int64(opened)
    }
}
