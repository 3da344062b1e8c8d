import Foundation
import Interchange

/// A OneRoster 1.2 bundle that is being written into a folder.
struct RosterBundle {
    /// Whether the files hold everything there is, or what changed.
    enum Mode {
        case bulk
        /// What changed, and when (`dateLastModified`).
        case delta(modified: String)
    }

    private let files: [RosterTable: OutputFile]
    private let columns: [RosterTable: [String]]
    private let mode: Mode

    /// Begins a bundle: writes the manifest and the headers.
    /// - Parameter groups: dimensions of groups that get a column of the demographics each.
    init(_ folder: URL, mode: Mode, system: String, groups: [String] = []) throws {
        self.mode = mode
        var files: [RosterTable: OutputFile] = [:]
        var columns: [RosterTable: [String]] = [:]
        for table in RosterTable.allCases {
            let further = table == .demographics ? groups.map { "metadata.group.\($0)" } : []
            columns[table] = table.columns + further
            let file = try OutputFile(folder.appendingPathComponent("\(table.rawValue).csv"))
            try file.write { CSVWriter.append(table.columns + further, to: &$0) }
            files[table] = file
        }
        self.files = files
        self.columns = columns
        try writeManifest(OutputFile(folder.appendingPathComponent("manifest.csv")), system: system)
    }

    /// Writes a row: columns that are not named stay empty.
    func write(_ table: RosterTable, _ values: [String: String]) throws {
        try files[table]?.write { CSVWriter.append(fields(table, values), to: &$0) }
    }

    /// A row that is written often, each time for another learner.
    func template(_ table: RosterTable, _ values: [String: String]) -> Template {
        Template(CSVWriter.line(fields(table, values)))
    }

    /// Writes the row for one learner.
    func write(_ table: RosterTable, _ template: Template, learner: [UInt8]) throws {
        try files[table]?.write { template.fill(learner, into: &$0) }
    }

    /// Ends the bundle.
    func close() throws {
        for file in files.values { try file.close() }
    }

    private func fields(_ table: RosterTable, _ values: [String: String]) -> [String] {
        var values = values
        if case .delta(let modified) = mode {
            values["status"] = "active"
            values["dateLastModified"] = modified
        }
        let columns = columns[table, default: []]
        assert(values.keys.allSatisfy(columns.contains), "a column that \(table.rawValue).csv does not have")
        return columns.map { values[$0] ?? "" }
    }

    private func writeManifest(_ file: OutputFile, system: String) throws {
        let word = if case .bulk = mode { "bulk" } else { "delta" }
        let named =
            RosterTable.allCases.map { ["file.\($0.rawValue)", word] }
            + RosterTable.absent.map { ["file.\($0)", "absent"] }
        let rows = [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", "1.2"]]
        for row in rows + named.sorted(by: { $0[0] < $1[0] }) + [["source.systemName", system]] {
            try file.write { CSVWriter.append(row, to: &$0) }
        }
        try file.close()
    }
}
