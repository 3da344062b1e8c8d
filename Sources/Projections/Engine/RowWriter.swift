import LibPQ

/// Makes the statements that write rows: each has its rows as one value, of the type of the table's template in this
/// database.
///
/// Not COPY: it cannot write to a table under row-level security, and while the server waits for the rest of a COPY no time
/// limit of its own ends it, so that a client that is stopped in the middle would keep its locks for as long.
struct RowWriter: Sendable {
    /// The columns of one template.
    private struct Layout: Sendable {
        let type: UInt32
        let fields: [UInt32]
        let names: [String]
    }

    private var layouts: [String: Layout] = [:]
    /// By the table that is written to: what is worked out once.
    private var targets: [String: Target] = [:]

    /// Bytes of rows after which another statement begins.
    private static let bytesAtOnce = 1 << 20

    /// How rows of one table are written.
    private struct Target: Sendable {
        let type: UInt32
        let fields: [UInt32]
        let statement: (head: SQL, tail: SQL)
    }

    /// Reads them from the catalogue.
    init(_ session: Session) throws(PostgresError) {
        let rows = try session.query(
            """
            select c.relname::text, c.reltype::int8, array_agg(a.atttypid::int8 order by a.attnum),
                   array_agg(a.attname::text order by a.attnum)
              from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'proj'::regnamespace and c.relkind = 'r' and c.relname like '%\\_template'
             group by c.oid
            """)
        for row in rows {
            layouts[try row[0, as: String.self]] = Layout(
                type: UInt32(truncatingIfNeeded: try row[1, as: Int64.self]),
                fields: try row[2, as: [Int64].self].map { UInt32(truncatingIfNeeded: $0) },
                names: try row[3, as: [String].self])
        }
    }

    /// Hands on the statements that write rows, each of which `row` writes in the order of the table's columns.
    /// - Throws: ``ProjectionError/otherColumns(table:)`` where the database's table has others; what `body` throws.
    mutating func write<Element>(
        _ elements: [Element], to table: RowTarget, _ row: (Element, inout CopyRow) -> Void,
        _ body: (SQL) throws -> Void
    ) throws {
        if elements.isEmpty { return }
        let target = try target(of: table)
        let (head, tail) = target.statement
        let empty = RecordArray(type: target.type, fields: target.fields)
        var records = empty
        for element in elements {
            records.append { row(element, &$0) }
            if records.size < Self.bytesAtOnce { continue }
            try body("\(sql: head)\(records)\(sql: tail)")
            records = empty
        }
        if !records.isEmpty { try body("\(sql: head)\(records)\(sql: tail)") }
    }

    private mutating func target(of table: RowTarget) throws(ProjectionError) -> Target {
        if let known = targets[table.name] { return known }
        guard let layout = layouts[table.template], layout.names == table.columns else {
            throw ProjectionError.otherColumns(table: table.template)
        }
        let made = Target(type: layout.type, fields: layout.fields, statement: table.statement)
        targets[table.name] = made
        return made
    }
}
