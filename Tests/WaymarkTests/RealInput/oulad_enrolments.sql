-- Enrolments by class and group, as compare_oulad.py wants them. The group is that of the enrolment's first day.
copy (
    select s.title as section, d.dimension,
           coalesce(g.group_name, case d.dimension when 'all' then 'everyone' else 'unknown' end) as group_name,
           count(*) as number
      from analytics.enrolments e
      join analytics.sections s using (tenant, section)
      join (select distinct tenant, dimension from analytics.learner_groups
            union all select distinct tenant, 'all' from analytics.terms) d using (tenant)
      left join analytics.learner_groups g
        on g.tenant = e.tenant and g.learner = e.learner and g.dimension = d.dimension
       and e.starts_on >= g.valid_from and e.starts_on < g.valid_to
     group by 1, 2, 3
) to stdout with (format csv, header);
