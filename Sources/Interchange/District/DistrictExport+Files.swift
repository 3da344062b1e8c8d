import LearningRecord
import LibPQ

extension DistrictExport {
    /// Files of evidence, sealed as they are, in files of their own.
    static func evidence(
        _ tenant: Int32, _ session: Session, _ writer: ArchiveWriter,
        _ progress: (@Sendable (DistrictProgress) -> Void)?
    ) throws -> [DistrictManifest.File] {
        let all = try session.query(
            "select count(*) from vault.evidence_file where tenant = \(tenant)"
        ).single(as: Int64.self)
        if all == 0 { return [] }
        var numbered = NumberedFiles(writer, named: "files")
        // COPY takes no parameters; a number that this code spells is no input.
        let query: SQL = "\(sql: sealed) where tenant = \(unsafeRaw: String(tenant)) order by learner, digest"
        try session.copyRows("copy (\(sql: query)) to stdout (format binary)") { row in
            if try numbered.write(line: row.bytes(at: 0)) { progress?(.files(done: numbered.rows, of: all)) }
        }
        progress?(.files(done: all, of: all))
        return try numbered.finish()
    }

    private static let sealed: SQL = """
        select json_build_object('learner', learner, 'digest', encode(digest, 'hex'), 'kind', kind, 'size', size,
            'stored_at', stored_at, 'sealed', translate(encode(sealed, 'base64'), E'\\n', ''))::text
          from vault.evidence_file
        """
}

/// Lines in files of one name with a number, each of which is taken as a whole where it arrives.
struct NumberedFiles {
    /// Bytes after which a file is full, however few its lines are.
    private static let full: Int64 = 16_000_000

    private let writer: ArchiveWriter
    private let name: String
    private let lines: Int64
    private var files: [DistrictManifest.File] = []
    private var file: ArchiveFile?
    /// Lines of all of them.
    private(set) var rows: Int64 = 0

    /// - Parameters:
    ///   - name: what stands before the number.
    ///   - lines: of a file, at the most.
    init(_ writer: ArchiveWriter, named name: String, lines: Int64 = .max) {
        self.writer = writer
        self.name = name
        self.lines = lines
    }

    /// Writes a line; whether it was the last of a file.
    mutating func write(line: UnsafeRawBufferPointer) throws -> Bool {
        let open = try file ?? writer.file(Self.name(name, files.count + 1))
        file = open
        try open.write(line: line)
        rows += 1
        guard open.rows == lines || open.size >= Self.full else { return false }
        files.append(try open.finish())
        file = nil
        return true
    }

    /// Ends the last file; all of them.
    mutating func finish() throws -> [DistrictManifest.File] {
        if let file { files.append(try file.finish()) }
        file = nil
        return files
    }

    private static func name(_ name: String, _ number: Int) -> String {
        let digits = String(number)
        return "\(name)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".jsonl"
    }
}
