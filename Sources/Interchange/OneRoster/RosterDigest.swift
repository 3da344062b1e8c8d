import Crypto

/// One digest of all the files of a bundle: the same files as last time say nothing new, and need not be compared.
enum RosterDigest {
    /// Changes with what is made of the files, so that after an update of Waymark they are looked at again.
    private static let version: UInt8 = 1

    /// SHA-256 over the names and digests of the CSV files.
    static func of(_ files: any NamedFiles) throws -> [UInt8] {
        var whole = SHA256()
        whole.update(data: [version, RowFingerprint.version])
        for name in files.names.sorted() where name.lowercased().hasSuffix(".csv") {
            guard let source = try files.open(name) else { continue }
            var digest = SHA256()
            try source.forEachPiece { digest.update(bufferPointer: UnsafeRawBufferPointer($0)) }
            whole.update(data: Array(name.utf8) + [0])
            whole.update(data: Array(digest.finalize()))
        }
        return Array(whole.finalize())
    }
}
