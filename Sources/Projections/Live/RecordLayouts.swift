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
    func upsert<Element>(
        _ elements: [Element], to staging: Staging, _ body: (Element, inout CopyRow) -> Void
    ) throws(ProjectionError) -> SQL {
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
        var records = RecordArray(type: layout.type)
        for element in elements { records.append(columns: columns) { body(element, &$0) } }
        return staging.upserting(records)
    }
}
