import Crypto
import Foundation

/// One step of the database's structure: a SQL file of the folder Schema, part of the program.
public struct Migration: Sendable {
    /// The file's name without its ending, for example "0002_log". Names sort in the order of application.
    public let name: String
    /// The file's text.
    public let sql: String

    /// A migration from the bytes of its file.
    public init(name: String, sql: [UInt8]) {
        self.name = name
        self.sql = String(decoding: sql, as: UTF8.self)
    }

    /// Where a person finds it.
    public var file: String { "Schema/\(name).sql" }

    /// SHA-256 of the text, in hexadecimal digits.
    public var checksum: String {
        SHA256.hash(data: Data(sql.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
