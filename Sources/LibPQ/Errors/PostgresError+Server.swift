import CLibPQ

extension PostgresError {
    /// The error a failed result reports.
    static func server(_ result: OpaquePointer, sql: String?, isConnectionLost: Bool) -> PostgresError {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        let fields = ServerFields(
            message: field(PGDiagnostic.message) ?? PQresultErrorMessage(result).map { String(cString: $0) },
            detail: field(PGDiagnostic.detail), hint: field(PGDiagnostic.hint), context: field(PGDiagnostic.context),
            position: field(PGDiagnostic.position), schema: field(PGDiagnostic.schema),
            table: field(PGDiagnostic.table), column: field(PGDiagnostic.column),
            constraint: field(PGDiagnostic.constraint))
        let code = field(PGDiagnostic.sqlState).map { Code(rawValue: $0) }
        // After FATAL or PANIC the server closes the connection.
        let isConnectionLost = isConnectionLost || ["FATAL", "PANIC"].contains(field(PGDiagnostic.severity))
        return PostgresError(
            kind: kind(code: code, message: fields.message, isConnectionLost: isConnectionLost), code: code,
            summary: summary(code: code, fields: fields, isConnectionLost: isConnectionLost), fields: fields, sql: sql)
    }

    /// 57014 stands for both a cancel request and `statement_timeout`; only the message tells them apart.
    private static func kind(code: Code?, message: String?, isConnectionLost: Bool) -> Kind {
        if isConnectionLost { return .connection }
        let saysTimeout = message?.contains("timeout") ?? false
        switch code {
        case queryCancelled: return saysTimeout ? .timeout : .cancelled
        case lockNotAvailable: return saysTimeout ? .timeout : .server
        default: return .server
        }
    }

    private static func summary(code: Code?, fields: ServerFields, isConnectionLost: Bool) -> String {
        var text = isConnectionLost ? "The connection to PostgreSQL was lost" : "PostgreSQL refused the statement"
        if let code { text += ": \(code.condition ?? "error") (SQLSTATE \(code.rawValue))" }
        if let constraint = fields.constraint { text += ", constraint \(constraint)" }
        if let table = fields.table {
            text += ", table " + [fields.schema, table].compactMap { $0 }.joined(separator: ".")
        }
        if let column = fields.column { text += ", column \(column)" }
        text += "."
        if let advice = code?.advice { text += " " + advice }
        return text
    }
}

/// The field codes of `PQresultErrorField`: `PG_DIAG_*` of postgres_ext.h, which are C character constants.
private enum PGDiagnostic {
    static let severity = code("V")
    static let sqlState = code("C")
    static let message = code("M")
    static let detail = code("D")
    static let hint = code("H")
    static let position = code("P")
    static let context = code("W")
    static let schema = code("s")
    static let table = code("t")
    static let column = code("c")
    static let constraint = code("n")

    private static func code(_ character: Unicode.Scalar) -> Int32 { Int32(character.value) }
}
