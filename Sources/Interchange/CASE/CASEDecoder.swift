import LearningRecord

/// Reads CASE packages: 1.1, and 1.0 as it is found in the wild.
public enum CASEDecoder {
    /// Bytes of a package, at the most.
    public static let maximumBytes = 128 << 20
    /// Problems that an error lists, at the most.
    public static let listedProblems = 20

    /// The package that `bytes` spell, and what does not stand in it as it stood in them.
    /// - Throws: `CASEError`.
    public static func decode(_ bytes: [UInt8]) throws(CASEError) -> (package: CASEPackage, findings: CASEFindings) {
        guard bytes.count <= maximumBytes else { throw .tooLarge(bytes: bytes.count) }
        let json = try read(bytes)
        guard let root = json.object else { throw .notAPackage(reason: "the file holds \(json.sort)") }
        guard root["CFDocument"]?.object != nil else {
            throw .notAPackage(reason: "the file has no CFDocument that is an object")
        }
        var normaliser = CASENormaliser()
        guard let whole = normaliser.package(root) else {
            throw .invalid(normaliser.problems, count: normaliser.problemCount)
        }
        return (whole, normaliser.findings)
    }

    private static func read(_ bytes: [UInt8]) throws(CASEError) -> JSON {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw .unreadable(reason: "the file is in UTF-16; save it as UTF-8", line: 1, column: 1)
        }
        // A byte order mark says nothing in UTF-8 and may be ignored (RFC 8259, section 8.1).
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        do {
            return try JSONReader.read(text)
        } catch {
            let before = text.prefix(error.offset)
            let line = before.lazy.filter { $0 == UInt8(ascii: "\n") }.count + 1
            let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
            // Columns count characters: continuation bytes of UTF-8 begin none.
            let column = before[lineStart...].lazy.filter { $0 & 0xC0 != 0x80 }.count + 1
            throw .unreadable(reason: error.reason, line: line, column: column)
        }
    }
}
