import LibPQ

/// What the database's catalogue says of the promise that the log is append-only and fenced by district.
///
/// Privileges and triggers keep this promise, and a restore, an upgrade or a hand can lose them without anyone
/// noticing: so the product looks each time it starts.
public struct CatalogueCheck: Hashable, Sendable {
    /// What is broken: the product refuses to work.
    public var faults: [String] = []
    /// What weakens the promise without breaking it.
    public var warnings: [String] = []
}

extension Store {
    /// Reads the catalogue and says what is not as the migrations left it.
    public func checkCatalogue() async throws -> CatalogueCheck {
        try await EventLogError.translating {
            try await pool.run { session in
                CatalogueCheck(
                    faults: try session.query(Self.faults).column(as: String.self),
                    warnings: try session.query(Self.warnings).column(as: String.self))
            }
        }
    }

    /// Whether the table `c` is one that a rebuild is loading: nobody but its owner may read it or do anything but add
    /// rows, and it gets its fence before anybody may (`proj.finish_load`).
    private static let bare: SQL = """
        not exists (select from aclexplode(c.relacl) granted
                    where granted.grantee <> c.relowner and granted.privilege_type <> 'INSERT')
        """

    private static let faults: SQL = """
        with log_table as (
            select c.oid, c.oid::regclass::text as name, c.relowner, c.relrowsecurity
            from pg_class c
            where c.relnamespace = 'log'::regnamespace and c.relkind in ('r', 'p')
              and (c.oid = 'log.event'::regclass
                   or exists (select from pg_inherits i where i.inhrelid = c.oid and i.inhparent = 'log.event'::regclass))
        ), fenced as (
            select c.oid, c.oid::regclass::text as name
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
            where c.relnamespace in ('log'::regnamespace, 'vault'::regnamespace, 'ref'::regnamespace, 'proj'::regnamespace)
              and c.relkind in ('r', 'p') and c.oid <> 'log.tenant'::regclass
        )
        select name || ' does not belong to waymark_owner' from log_table
            where relowner <> 'waymark_owner'::regrole
        union all
        select name || ' has no row-level security: districts could see each other' from fenced
            where not (select relrowsecurity from pg_class c where c.oid = fenced.oid)
              and not (select c.relnamespace = 'proj'::regnamespace and \(sql: bare) from pg_class c where c.oid = fenced.oid)
        union all
        select t.name || ' lacks the trigger ' || wanted || ', or it is not ENABLE ALWAYS'
            from log_table t cross join unnest(array['refuse_change', 'refuse_statement']) wanted
            where not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgname = wanted and g.tgenabled = 'A')
        union all
        select t.name || ' has the rule ' || r.rulename || ', which can discard appends unseen'
            from log_table t join pg_rewrite r on r.ev_class = t.oid
        union all
        select 'the role ' || current_user || ' may ' || lower(privilege) || ' on ' || t.name || ': it must only append'
            from log_table t cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) privilege
            where has_table_privilege(current_user, t.oid, privilege)
        union all
        select p.oid::regprocedure::text || ' does not run as waymark_owner with a fixed search_path'
            from pg_proc p
            where p.oid in ('log.append'::regproc, 'log.begin_arrival'::regproc, 'log.arrive'::regproc,
                            'log.finish_arrival'::regproc, 'log.hold_arrival'::regproc,
                            'log.abandon_arrival'::regproc, 'vault.arrive_destroyed'::regproc,
                            'vault.keep_keys'::regproc, 'vault.destroy_key'::regproc,
                            'vault.keep_district_key'::regproc, 'vault.keep_elsewhere'::regproc,
                            'vault.admit'::regproc, 'vault.require_here'::regproc, 'log.erasures'::regproc,
                            'vault.erasures'::regproc, 'vault.destroyed'::regproc)
              and not (p.prosecdef and p.proowner = 'waymark_owner'::regrole
                       and coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp'])
        """

    private static let warnings: SQL = """
        select 'the login ' || session_user || ' is a superuser: give Waymark one that is only a member of waymark_app'
            where (select rolsuper from pg_roles where rolname = session_user)
        union all
        select 'the owner''s mistakes are not guarded: the event trigger ' || wanted || ' is missing or not ENABLE ALWAYS'
            from unnest(array['waymark_guard_definition', 'waymark_guard_drop']) wanted
            where not exists (select from pg_event_trigger e where e.evtname = wanted and e.evtenabled = 'A')
        """
}
