import CLibPQ
import Synchronization

/// Owns a `PGresult` and clears it.
///
/// `@unchecked Sendable`: a `PGresult` is read-only once it is made and may be passed between threads (PostgreSQL
/// manual, 34.20); nothing here writes to it, and only `deinit` frees it.
final class ResultBox: @unchecked Sendable {
    let pointer: OpaquePointer
    /// The columns by name, once one was asked for.
    private let places = Mutex<[String: Int]>([:])

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    var columnCount: Int { Int(PQnfields(pointer)) }
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }
    /// Rows the command touched; 0 for commands that touch none.
    var affectedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    func columnName(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? "\(column)"
    }

    func column(named name: String) -> Int? {
        // Kept from the first question on: many rows are read by the same names.
        places.withLock { places in
            if places.isEmpty {
                // Of two columns with one name the first counts.
                for column in (0..<columnCount).reversed() { places[columnName(column)] = column }
            }
            return places[name]
        }
    }

    func withField<Result>(
        row: Int, column: Int, _ body: (borrowing Field) throws(PostgresError) -> Result
    ) throws(PostgresError) -> Result {
        try body(Field(type: PQftype(pointer, Int32(column)), bytes: rawField(row: row, column: column)))
    }

    /// Lends the content of a field; `nil` for NULL.
    func withRawField<Result>(row: Int, column: Int, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        body(rawField(row: row, column: column))
    }

    /// Valid as long as this is.
    private func rawField(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let (r, c) = (Int32(row), Int32(column))
        if PQgetisnull(pointer, r, c) != 0 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(pointer, r, c), count: Int(PQgetlength(pointer, r, c)))
    }
}
