import LibPQ

/// A table of reference data whose rows come one by one from the rows of a file: how a staged row `s` becomes a row.
///
/// All text here is written in the source; values travel as parameters.
struct EntityTable {
    /// The table, such as `ref.school`.
    let name: String
    /// The column of its random id.
    let id: String
    /// Its columns beside the common ones, each with an expression over the staged row `s`.
    let columns: [(name: String, value: SQL)]
    /// Columns that are filled when a row is new; what keeps them right later stands elsewhere.
    var firstColumns: [(name: String, value: SQL)] = []
    /// What `firstColumns` need beside the staged row `s`.
    var joins: SQL = ""
    /// Columns that name another row of the same or another table, which may come later than this one: set where the
    /// expression finds something, without counting as a change.
    var links: [(name: String, value: SQL)] = []
    /// What else must hold of a row `x` that is changed or ended.
    var guardOfExisting: SQL = "true"
    /// Whether a row that is new and has ended already is kept, since others may refer to it.
    var keepsEndedRows = true
}

extension RosterMerge {
    /// Inserts what is new, changes what differs, ends what has gone, and counts each. All is compared once, and only
    /// what there is to do is done.
    func merge(
        _ staging: StagingTable, mode: RosterManifest.Mode, into table: EntityTable, counts: inout RosterReport.File
    ) throws {
        let staged = SQL(unsafeRaw: "pg_temp.\(staging.name)")
        let target = SQL(unsafeRaw: table.name)
        if try count("select count(*) from (select from \(sql: target) where tenant = \(tenant) limit 1) x") == 0 {
            counts.added = Int64(try insert(staged, into: target, table, isEmpty: true))
            // What stands in a column of its own was found just now.
            let filled = Set(table.columns.map(\.name))
            return try link(staged, target, table.links.filter { !filled.contains($0.name) })
        }
        let isGone: SQL =
            switch mode {
            case .bulk: "s.is_active is not true"
            case .delta: "not s.is_active"
            }
        let row = try session.query(
            """
            select count(*) filter (where s.is_active and x.fingerprint = s.fingerprint and x.ended_on is null),
                   count(*) filter (where x.source_id is null and (s.is_active or \(table.keepsEndedRows))),
                   count(*) filter (where s.is_active and x.source_id is not null
                       and (x.fingerprint is distinct from s.fingerprint or x.ended_on is not null)),
                   count(*) filter (where x.source_id is not null and x.ended_on is null and \(sql: isGone))
              from \(sql: staged) s
              full join (select * from \(sql: target) where tenant = \(tenant)) x on x.source_id = s.source_id
            """
        ).first
        guard let row else { return }
        counts.unchanged = try row[0, as: Int64.self]
        if try row[1, as: Int64.self] > 0 {
            counts.added = Int64(try insert(staged, into: target, table, isEmpty: false))
        }
        if try row[2, as: Int64.self] > 0 { counts.changed = Int64(try update(staged, target, table)) }
        if try row[3, as: Int64.self] > 0 { counts.ended = Int64(try end(staged, mode, target, table)) }
        try link(staged, target, table.links)
    }

    private func link(_ staged: SQL, _ target: SQL, _ links: [(name: String, value: SQL)]) throws {
        for link in links {
            try session.execute(
                """
                update \(sql: target) x set \(unsafeRaw: link.name) = found.id
                  from (select s.source_id, \(sql: link.value) as id from \(sql: staged) s) found
                 where x.tenant = \(tenant) and x.source_id = found.source_id and found.id is not null
                   and x.\(unsafeRaw: link.name) is distinct from found.id
                """)
        }
    }

    private func insert(_ staged: SQL, into target: SQL, _ table: EntityTable, isEmpty: Bool) throws -> Int {
        let isNew: SQL =
            isEmpty
            ? "true"
            : "not exists (select from \(sql: target) x where x.tenant = \(tenant) and x.source_id = s.source_id)"
        let columns = table.columns + table.firstColumns
        let names = columns.map { ", \($0.name)" }.joined()
        return try session.execute(
            """
            insert into \(sql: target) (tenant, \(unsafeRaw: table.id), source_id, fingerprint, modified_at, ended_on\
            \(unsafeRaw: names))
            select \(tenant), gen_random_uuid(), s.source_id, s.fingerprint, s.modified,
                   case when s.is_active then null else \(asOf) end\(sql: values(columns))
              from \(sql: staged) s \(sql: table.joins)
             where (s.is_active or \(table.keepsEndedRows)) and \(sql: isNew)
            """)
    }

    private func update(_ staged: SQL, _ target: SQL, _ table: EntityTable) throws -> Int {
        let assignments = table.columns.map { ", \($0.name) = new.\($0.name)" }.joined()
        return try session.execute(
            """
            update \(sql: target) x set fingerprint = new.fingerprint, ended_on = null,
                   modified_at = coalesce(new.modified, x.modified_at)\(unsafeRaw: assignments)
              from (select s.source_id, s.fingerprint, s.is_active, s.modified\(sql: values(table.columns))
                      from \(sql: staged) s) new
             where x.tenant = \(tenant) and x.source_id = new.source_id and new.is_active
               and (x.fingerprint is distinct from new.fingerprint or x.ended_on is not null)
               and \(sql: table.guardOfExisting)
            """)
    }

    private func end(_ staged: SQL, _ mode: RosterManifest.Mode, _ target: SQL, _ table: EntityTable) throws -> Int {
        switch mode {
        case .bulk:
            try session.execute(
                """
                update \(sql: target) x set ended_on = \(asOf)
                 where x.tenant = \(tenant) and x.ended_on is null and \(sql: table.guardOfExisting)
                   and not exists (select from \(sql: staged) s where s.source_id = x.source_id and s.is_active)
                """)
        case .delta:
            try session.execute(
                """
                update \(sql: target) x set ended_on = \(asOf), modified_at = coalesce(s.modified, x.modified_at)
                  from \(sql: staged) s
                 where x.tenant = \(tenant) and x.ended_on is null and \(sql: table.guardOfExisting)
                   and s.source_id = x.source_id and not s.is_active
                """)
        }
    }

    /// The expressions of the columns, each under its column's name.
    private func values(_ columns: [(name: String, value: SQL)]) -> SQL {
        columns.reduce(SQL(unsafeRaw: "")) { text, column in
            "\(sql: text), \(sql: column.value) as \(unsafeRaw: column.name)"
        }
    }
}
