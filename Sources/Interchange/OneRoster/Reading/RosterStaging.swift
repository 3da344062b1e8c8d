import LearningRecord
import LibPQ

/// Reads the files of a bundle into temporary tables, row by row, and collects what is wrong with them.
struct RosterStaging {
    /// A file that was staged.
    struct Staged<File: RosterFile> {
        let file: File
        let mode: RosterManifest.Mode
    }

    let session: Session
    let tenant: Int32
    let files: any NamedFiles
    let manifest: RosterManifest
    let problems: RosterProblems
    let progress: (@Sendable (RosterProgress) -> Void)?

    /// Rows between two reports of progress.
    private static let step: Int64 = 10_000

    /// Makes the file's table and reads the file into it; `nil` when the bundle has no such file.
    func stage<File: RosterFile>(_ type: File.Type, report: inout RosterReport) throws -> Staged<File>? {
        try session.execute(File.staging.creation)
        let name = "\(File.name).csv"
        guard let mode = manifest.mode(of: File.name) else { return nil }
        guard let source = try files.open(name) else {
            if manifest.isPresent {
                problems.add(file: name, "is missing, though the manifest says that it is there (\(mode.rawValue))")
            }
            return nil
        }
        var reading = Reading<File>(name: name, problems: problems)
        _ = try session.copyIn(File.staging.copy) { copy in
            try CSVFile.read(source, file: name, problems: problems) { record in
                try reading.take(record, into: &copy)
                if reading.rows > 0, reading.rows % Self.step == 0 {
                    progress?(.reading(file: File.name, rows: reading.rows))
                }
            }
        }
        progress?(.reading(file: File.name, rows: reading.rows))
        try index(File.self)
        try session.execute(File.staging.analysis)
        guard let file = reading.file else {
            if problems.count == 0 { problems.add(file: name, "is empty; it has not even a header") }
            return nil
        }
        report.drop(name, "values in columns of passwords", reading.passwords)
        report.drop(name, "values in columns of grades", reading.grades)
        report.files.append(RosterReport.File(name: File.name, mode: mode.rawValue, rows: reading.rows))
        if mode == .delta, let target = File.target { try leaveOlderRows(File.self, than: target, &report) }
        return Staged(file: file, mode: mode)
    }

    /// Makes rows quick to find; where an id stands twice, looks closer.
    private func index<File: RosterFile>(_ type: File.Type) throws {
        try session.execute("savepoint uniqueness")
        do {
            try session.execute(File.staging.uniqueIndex)
        } catch PostgresError.uniqueViolation {
            try session.execute("rollback to savepoint uniqueness")
            try session.execute(File.staging.index)
            try checkUniqueness(File.self)
        }
        try session.execute("release savepoint uniqueness")
    }

    /// Leaves rows of a delta that were changed before what is known: deltas came in the wrong order, or one came again.
    private func leaveOlderRows<File: RosterFile>(
        _ type: File.Type, than target: String, _ report: inout RosterReport
    ) throws {
        let left = try session.execute(
            """
            delete from pg_temp.\(unsafeRaw: File.staging.name) s using \(unsafeRaw: target) x
             where x.tenant = \(tenant) and x.source_id = s.source_id and s.modified < x.modified_at
            """)
        report.note("\(File.name).csv", "rows older than what is known (dateLastModified), not taken", Int64(left))
    }

    /// Drops rows that repeat another, and refuses different rows of the same id.
    private func checkUniqueness<File: RosterFile>(_ type: File.Type) throws {
        let table = SQL(unsafeRaw: "pg_temp.\(File.staging.name)")
        try session.execute(
            """
            delete from \(sql: table) later using \(sql: table) first
             where later.source_id = first.source_id and later.line > first.line
               and later.fingerprint = first.fingerprint and later.is_active = first.is_active
            """)
        let doubles = try session.query(
            """
            select source_id, min(line), max(line), count(*) from \(sql: table)
             group by source_id having count(*) > 1 order by 2 limit 100
            """)
        for row in doubles {
            let first = try row[1, as: Int32.self]
            problems.add(
                file: "\(File.name).csv", line: Int(try row[2, as: Int32.self]), column: "sourcedId",
                value: try row[0, as: String.self], "stands on line \(first) already, with other content")
        }
    }
}

/// Reads one file: its header, then its rows.
private struct Reading<File: RosterFile> {
    let name: String
    let problems: RosterProblems
    private(set) var file: File?
    private(set) var rows: Int64 = 0
    private(set) var passwords: Int64 = 0
    private(set) var grades: Int64 = 0
    private var width = 0
    private var sourcedID = RosterHeader.Column(name: "sourcedId", index: nil)
    private var status = RosterHeader.Column(name: "status", index: nil)
    private var modified = RosterHeader.Column(name: "dateLastModified", index: nil)
    private var passwordColumns: [Int] = []
    private var gradeColumns: [Int] = []
    private var fingerprint = RowFingerprint([])
    private var scratch: [UInt8] = []

    init(name: String, problems: RosterProblems) {
        self.name = name
        self.problems = problems
    }

    mutating func take(_ record: CSVRecord, into copy: inout CopyWriter) throws {
        guard let file else { return begin(record) }
        rows += 1
        for index in passwordColumns where index < record.count && !record.isEmpty(index) { passwords += 1 }
        for index in gradeColumns where index < record.count && !record.isEmpty(index) { grades += 1 }
        guard hasRightWidth(record) else { return }
        let row = RosterRow(record: record, file: name, problems: problems)
        try copy.row { copy in
            copy.append(row.line)
            copy.append(row.requiredID(sourcedID))
            copy.append(row.isActive(status))
            copy.append(row.moment(modified))
            copy.append(fingerprint.of(record, scratch: &scratch))
            file.stage(row, into: &copy)
        }
    }

    private mutating func begin(_ record: CSVRecord) {
        let header = RosterHeader(record, file: name, problems: problems)
        header.require(File.required, file: name, problems: problems)
        let file = File(header)
        for (column, message) in file.headerProblems {
            problems.add(file: name, line: record.line, column: column, message)
        }
        width = header.names.count
        sourcedID = header["sourcedId"]
        status = header["status"]
        modified = header["dateLastModified"]
        fingerprint = RowFingerprint(File.used.map { header[$0] } + file.furtherColumns)
        for (index, column) in header.names.enumerated() {
            // "grades" of people, classes and courses are years of schooling.
            if RosterHeader.isSame(column, "grades") { continue }
            if column.lowercased().contains("password") {
                passwordColumns.append(index)
            } else if GradeVocabulary.betrayal(in: column) != nil {
                gradeColumns.append(index)
            }
        }
        self.file = file
    }

    private func hasRightWidth(_ record: CSVRecord) -> Bool {
        if record.count < width {
            problems.add(
                file: name, line: record.line,
                "the row has \(record.count) fields and the header \(width); was the file cut short?")
            return false
        }
        if record.count > width, let index = (width..<record.count).first(where: { !record.isEmpty($0) }) {
            problems.add(
                file: name, line: record.line, column: "\(index + 1)", "a value stands where the header has no column")
            return false
        }
        return true
    }
}
