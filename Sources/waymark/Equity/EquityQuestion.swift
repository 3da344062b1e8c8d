import EventLog
import LibPQ

/// What is asked of the access-equity views.
struct EquityQuestion: Sendable {
    let form: String
    let dimension: String?
    let crossed: String?
    let school: String?
    let term: String?

    private static let measures: [Table.Column] = [
        .number("Enrolled", "enrolled"), .number("Offered", "offered"), .number("Accepted", "accepted"),
        .number("Started", "started"), .number("Completed", "completed"), .number("Never offered", "neverOffered"),
    ]

    /// Refuses names that the district does not have, and lists those that it has.
    func check(_ log: EventLog) async throws {
        let tenant = log.district.tenant
        let (dimensions, schools, terms) = try await log.run { session in
            (
                try session.query("select dimension from proj.access_dimension where tenant = \(tenant) order by 1")
                    .column(as: String.self),
                try session.query("select name from analytics.schools where tenant = \(tenant) order by 1")
                    .column(as: String.self),
                try session.query("select title from analytics.terms where tenant = \(tenant) order by starts_on, 1")
                    .column(as: String.self)
            )
        }
        for name in [dimension, crossed] { try Self.check(name, among: dimensions, "dimension of groups by that name") }
        try Self.check(school, among: schools, "school of that name")
        try Self.check(term, among: terms, "term of that name")
    }

    /// The answer, by school, term and group: in the order of their names, never of their counts.
    func table(_ log: EventLog) async throws -> Table {
        let tenant = log.district.tenant
        let groups: [Table.Column] =
            crossed == nil
            ? [.text("By", "dimension"), .text("Group", "group")]
            : [.text("Group", "group"), .text("And", "group2"), .machine("dimension"), .machine("dimension2")]
        var table = Table([.text("School", "school"), .text("Term", "term")] + groups + Self.measures)
        let names = groups.count + 2
        let rows = try await log.transaction { session in
            // A district's learners are hashed; with the server's default that would go through the disk.
            try session.execute("set local work_mem = '128MB'")
            try session.execute("set local jit = off")
            return try session.query(statement(tenant))
        }
        for row in rows {
            var cells: [Cell] = []
            for column in 0..<names { cells.append(.optional(try row[column, as: String?.self])) }
            for column in names..<names + Self.measures.count { cells.append(.number(try row[column, as: Int64.self])) }
            table.add(cells)
        }
        return table
    }

    private func statement(_ tenant: Int32) -> SQL {
        if let dimension, let crossed {
            // The view has each pair of dimensions once, in the order of their names.
            let isTurned = dimension > crossed
            let groups: SQL = isTurned ? "group_2, group_1" : "group_1, group_2"
            let dimensions: SQL = isTurned ? "dimension_2, dimension_1" : "dimension_1, dimension_2"
            return """
                select school_name, term_title, \(sql: groups), \(sql: dimensions),
                       enrolled, offered, accepted, started, completed, never_offered
                  from analytics.access_crossed
                 where tenant = \(tenant) and form = \(form)
                   and dimension_1 = \(min(dimension, crossed)) and dimension_2 = \(max(dimension, crossed))
                   and (\(school)::text is null or school_name = \(school))
                   and (\(term)::text is null or term_title = \(term))
                 order by school_name, term_title, \(sql: groups)
                """
        }
        return """
            select school_name, term_title, dimension, group_name,
                   enrolled, offered, accepted, started, completed, never_offered
              from analytics.access
             where tenant = \(tenant) and form = \(form) and (\(dimension)::text is null or dimension = \(dimension))
               and (\(school)::text is null or school_name = \(school))
               and (\(term)::text is null or term_title = \(term))
             order by school_name, term_title, dimension, group_name
            """
    }

    private static func check(_ name: String?, among known: [String], _ what: String) throws {
        guard let name, !known.contains(name) else { return }
        let list = known.prefix(12).map(TextWidth.harmless).joined(separator: ", ")
        throw Failure.refused(
            "there is no \(what)", advice: known.isEmpty ? nil : "There are \(list)\(known.count > 12 ? ", …" : "").")
    }
}
