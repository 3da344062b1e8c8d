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
        let columns: [(type: UInt32, name: String)]
    }

    private var layouts: [String: Layout] = [:]
    /// By the table that is written to: what is worked out once.
    private var targets: [String: Target] = [:]

    /// Bytes of rows after which another statement begins.
    private static let bytesAtOnce = 1 << 20

    /// How rows of one table are written.
    private struct Target: Sendable {
        let type: UInt32
        /// For each column of the template the number of its type, and the place of its value.
        let columns: [(type: UInt32, place: Int)]
        let head: SQL
        let tail: SQL
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
            let types = try row[2, as: [Int64].self].map { UInt32(truncatingIfNeeded: $0) }
            layouts[try row[0, as: String.self]] = Layout(
                type: UInt32(truncatingIfNeeded: try row[1, as: Int64.self]),
                columns: Array(zip(types, try row[3, as: [String].self])))
        }
    }

    /// Hands on the statements that write rows, each of which `row` makes in the order of the table's columns.
    /// - Throws: ``ProjectionError/otherColumns(table:)`` where the database's table has others; what `body` throws.
    mutating func upsert<Element>(
        _ elements: [Element], to table: RowTarget, _ row: (Element, inout CopyRow) -> Void,
        _ body: (SQL) throws -> Void
    ) throws {
        if elements.isEmpty { return }
        let target = try target(of: table)
        var records = RecordArray(type: target.type)
        for element in elements {
            records.append(columns: target.columns) { row(element, &$0) }
            if records.size < Self.bytesAtOnce { continue }
            try body("\(sql: target.head)\(records)\(sql: target.tail)")
            records = RecordArray(type: target.type)
        }
        if !records.isEmpty { try body("\(sql: target.head)\(records)\(sql: target.tail)") }
    }

    private mutating func target(of table: RowTarget) throws(ProjectionError) -> Target {
        if let known = targets[table.name] { return known }
        guard let layout = layouts[table.template], layout.columns.count == table.columns.count else {
            throw ProjectionError.otherColumns(table: table.template)
        }
        var columns: [(type: UInt32, place: Int)] = []
        for column in layout.columns {
            guard let place = table.columns.firstIndex(of: column.name) else {
                throw ProjectionError.otherColumns(table: table.template)
            }
            columns.append((column.type, place))
        }
        let text = table.upsert
        let made = Target(type: layout.type, columns: columns, head: text.head, tail: text.tail)
        targets[table.name] = made
        return made
    }
}
