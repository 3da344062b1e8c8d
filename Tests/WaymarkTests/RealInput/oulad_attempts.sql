-- Attempts by class and group, as compare_oulad.py wants them. The group is that of the first day of the enrolment
-- under which it was made: some submissions came in before that day.
copy (
    select s.title as section, d.dimension,
           coalesce(g.group_name, case d.dimension when 'all' then 'everyone' else 'unknown' end) as group_name,
           count(*) as number
      from log.event a
      join analytics.enrolments e on e.tenant = a.tenant and e.section = a.section and e.learner = a.learner
      join analytics.sections s on s.tenant = e.tenant and s.section = e.section
      join (select distinct tenant, dimension from analytics.learner_groups
            union all select distinct tenant, 'all' from analytics.terms) d on d.tenant = a.tenant
      left join analytics.learner_groups g
        on g.tenant = e.tenant and g.learner = e.learner and g.dimension = d.dimension
       and e.starts_on >= g.valid_from and e.starts_on < g.valid_to
     where a.kind = 1
     group by 1, 2, 3
) to stdout with (format csv, header);
