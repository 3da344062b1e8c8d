import EventLog
import LearningRecord
import LibPQ
import Projections

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

    /// The school and the term that the names name.
    func place(_ log: EventLog) async throws -> (school: SchoolID, term: TermID) {
        let tenant = log.district.tenant
        let (schools, terms) = try await log.run { session in
            (
                try session.query("select school from analytics.schools where tenant = \(tenant) and name = \(school)")
                    .column(as: SchoolID.self),
                try session.query("select term from analytics.terms where tenant = \(tenant) and title = \(term)")
                    .column(as: TermID.self)
            )
        }
        guard let school = schools.first, let term = terms.first, schools.count == 1, terms.count == 1 else {
            throw Failure.refused(
                "not one school and one term, but \(schools.count) and \(terms.count), have these names")
        }
        return (school, term)
    }

    /// The answer, by school, term and group: in the order of their names, never of their counts.
    func table(_ log: EventLog) async throws -> Table {
        guard let dimension, let crossed else { return try await plainTable(log) }
        return try await crossedTable(log, dimension, crossed)
    }

    private func plainTable(_ log: EventLog) async throws -> Table {
        let query = AccessQuery(dimension: dimension, form: form)
        let places: [Table.Column] = [.text("School", "school"), .text("Term", "term")]
        var table = Table(places + [.text("By", "dimension"), .text("Group", "group")] + Self.measures)
        for cell in try await AccessReader(log: log).cells(query) {
            guard school == nil || cell.schoolName == school, term == nil || cell.termTitle == term else { continue }
            table.add([
                .optional(cell.schoolName), .text(cell.termTitle), .text(cell.dimension), .text(cell.group),
                .number(cell.enrolled), .number(cell.offered), .number(cell.accepted), .number(cell.started),
                .number(cell.completed), .number(cell.neverOffered),
            ])
        }
        return table
    }

    private func crossedTable(_ log: EventLog, _ dimension: String, _ crossed: String) async throws -> Table {
        let tenant = log.district.tenant
        let names: [Table.Column] = [
            .text("School", "school"), .text("Term", "term"), .text("Group", "group"), .text("And", "group2"),
            .machine("dimension"), .machine("dimension2"),
        ]
        var table = Table(names + Self.measures)
        let rows = try await log.transaction { session in
            // A district's learners are hashed; with the server's default that would go through the disk.
            try session.execute("set local work_mem = '128MB'")
            try session.execute("set local jit = off")
            return try session.query(statement(tenant, dimension, crossed))
        }
        for row in rows {
            var cells: [Cell] = []
            for column in names.indices { cells.append(.optional(try row[column, as: String?.self])) }
            for column in table.columns.indices.dropFirst(names.count) {
                cells.append(.number(try row[column, as: Int64.self]))
            }
            table.add(cells)
        }
        return table
    }

    private func statement(_ tenant: Int32, _ dimension: String, _ crossed: String) -> SQL {
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

    private static func check(_ name: String?, among known: [String], _ what: String) throws {
        guard let name, !known.contains(name) else { return }
        let list = known.prefix(12).map(TextWidth.harmless).joined(separator: ", ")
        throw Failure.refused(
            "there is no \(what)", advice: known.isEmpty ? nil : "There are \(list)\(known.count > 12 ? ", …" : "").")
    }
}
