import Foundation
import LibPQ

/// A table as CSV with a header, as the server exports it.
struct ExportedTable {
    /// Where it lies.
    let path: String

    /// Asks the server, as `psql` does, and keeps what it answers in a file.
    /// - Parameter statement: one `copy … to stdout`.
    init(_ statement: String, as login: ConnectionOptions, to path: String) async throws {
        self.path = path
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let connection = try await Connection.connect(login)
        do {
            try await connection.copyOut(SQL(unsafeRaw: statement)) { chunks in
                for try await chunk in chunks { try file.write(contentsOf: chunk) }
            }
            await connection.close()
            try file.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The rows below the header, by line: no field of these tables holds a line end.
    func rows() throws -> [String] { try lines().dropFirst().map { $0 } }

    /// The path of a copy in which one row is another, or is missing.
    func copy(with row: String, as other: String?) throws -> String {
        let lines = try lines().compactMap { $0 == row ? other : $0 }
        let copy = path + ".altered"
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: copy))
        return copy
    }

    private func lines() throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
