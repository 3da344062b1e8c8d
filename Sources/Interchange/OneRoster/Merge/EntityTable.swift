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
    /// Columns that name another row of the same or another table, which may come later than this one: set where the
    /// expression finds something, without counting as a change.
    var links: [(name: String, value: SQL)] = []
    /// What else must hold of a row `x` that is changed or ended.
    var guardOfExisting: SQL = "true"
    /// Whether a row that is new and has ended already is kept, since others may refer to it.
    var keepsEndedRows = true
}

extension RosterMerge {
    /// Inserts what is new, changes what differs, ends what has gone, and counts each.
    func merge(
        _ staging: StagingTable, mode: RosterManifest.Mode, into table: EntityTable, counts: inout RosterReport.File
    ) throws {
        let staged = SQL(unsafeRaw: "pg_temp.\(staging.name)")
        let target = SQL(unsafeRaw: table.name)
        counts.unchanged = try count(
            """
            select count(*) from \(sql: staged) s join \(sql: target) x on x.tenant = \(tenant)
               and x.source_id = s.source_id
             where s.is_active and x.fingerprint = s.fingerprint and x.ended_on is null
            """)
        counts.added = Int64(try insert(staged, into: target, table))
        counts.changed = Int64(try update(staged, target, table))
        counts.ended = Int64(try end(staged, mode, target, table))
        for link in table.links {
            try session.execute(
                """
                update \(sql: target) x set \(unsafeRaw: link.name) = found.id
                  from (select s.source_id, \(sql: link.value) as id from \(sql: staged) s) found
                 where x.tenant = \(tenant) and x.source_id = found.source_id and found.id is not null
                   and x.\(unsafeRaw: link.name) is distinct from found.id
                """)
        }
    }

    private func insert(_ staged: SQL, into target: SQL, _ table: EntityTable) throws -> Int {
        let names = table.columns.map { ", \($0.name)" }.joined()
        return try session.execute(
            """
            insert into \(sql: target) (tenant, \(unsafeRaw: table.id), source_id, fingerprint, ended_on\
            \(unsafeRaw: names))
            select \(tenant), gen_random_uuid(), s.source_id, s.fingerprint,
                   case when s.is_active then null else \(asOf) end\(sql: values(table))
              from \(sql: staged) s
             where (s.is_active or \(table.keepsEndedRows))
               and not exists (select from \(sql: target) x where x.tenant = \(tenant) and x.source_id = s.source_id)
            """)
    }

    private func update(_ staged: SQL, _ target: SQL, _ table: EntityTable) throws -> Int {
        let assignments = table.columns.map { ", \($0.name) = new.\($0.name)" }.joined()
        return try session.execute(
            """
            update \(sql: target) x set fingerprint = new.fingerprint, ended_on = null\(unsafeRaw: assignments)
              from (select s.source_id, s.fingerprint, s.is_active\(sql: values(table)) from \(sql: staged) s) new
             where x.tenant = \(tenant) and x.source_id = new.source_id and new.is_active
               and (x.fingerprint is distinct from new.fingerprint or x.ended_on is not null)
               and \(sql: table.guardOfExisting)
            """)
    }

    private func end(_ staged: SQL, _ mode: RosterManifest.Mode, _ target: SQL, _ table: EntityTable) throws -> Int {
        let isGone: SQL =
            switch mode {
            case .bulk:
                "not exists (select from \(sql: staged) s where s.source_id = x.source_id and s.is_active)"
            case .delta:
                "exists (select from \(sql: staged) s where s.source_id = x.source_id and not s.is_active)"
            }
        return try session.execute(
            """
            update \(sql: target) x set ended_on = \(asOf)
             where x.tenant = \(tenant) and x.ended_on is null and \(sql: isGone) and \(sql: table.guardOfExisting)
            """)
    }

    /// The expressions of the columns, each under its column's name.
    private func values(_ table: EntityTable) -> SQL {
        table.columns.reduce(SQL(unsafeRaw: "")) { text, column in
            "\(sql: text), \(sql: column.value) as \(unsafeRaw: column.name)"
        }
    }
}
