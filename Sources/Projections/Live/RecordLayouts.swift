import LibPQ

/// How the rows of the projections' tables are put into one value of a statement: the types of the columns of each
/// table's template in this database.
struct RecordLayouts: Sendable {
    /// The columns of one template.
    private struct Layout: Sendable {
        let type: UInt32
        let columns: [(type: UInt32, name: String)]
    }

    private var layouts: [String: Layout] = [:]
    /// By the table that is written to: what is worked out once.
    private var targets: [String: Target] = [:]

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

    /// The statement that writes a few rows, each of which `body` makes in the order of the table's columns.
    /// - Throws: ``ProjectionError/otherColumns(table:)`` where the database's table has others.
    mutating func upsert<Element>(
        _ elements: [Element], to staging: Staging, _ body: (Element, inout CopyRow) -> Void
    ) throws(ProjectionError) -> SQL {
        let target = try target(of: staging)
        var records = RecordArray(type: target.type)
        for element in elements { records.append(columns: target.columns) { body(element, &$0) } }
        return "\(sql: target.head)\(records)\(sql: target.tail)"
    }

    private mutating func target(of staging: Staging) throws(ProjectionError) -> Target {
        if let known = targets[staging.target] { return known }
        guard let layout = layouts[staging.template], layout.columns.count == staging.columns.count else {
            throw ProjectionError.otherColumns(table: staging.template)
        }
        var columns: [(type: UInt32, place: Int)] = []
        for column in layout.columns {
            guard let place = staging.columns.firstIndex(of: column.name) else {
                throw ProjectionError.otherColumns(table: staging.template)
            }
            columns.append((column.type, place))
        }
        let text = staging.upserting
        let made = Target(
            type: layout.type, columns: columns, head: "\(sql: text.head)unnest(",
            tail: "::proj.\(identifier: staging.template)[])\(sql: text.tail)")
        targets[staging.target] = made
        return made
    }
}
