/// What a bundle says of itself in `manifest.csv` (OneRoster 1.2, CSV binding, section 3): which files are there, and
/// whether each is everything or only what changed.
struct RosterManifest {
    /// How a file is to be read.
    enum Mode: String, Sendable {
        /// Everything there is: what is not listed has ended.
        case bulk
        /// What changed.
        case delta
    }

    /// The version of OneRoster; `nil` without a manifest.
    var version: String?
    /// How each file is to be read, by its name without `.csv`, lower-cased; one that is absent has no mode.
    var modes: [String: Mode] = [:]
    /// The files that the manifest says are absent, lower-cased.
    var absent: Set<String> = []
    /// The name of the system that made the bundle.
    var sourceSystem: String?
    /// Whether there is a manifest at all. Without one every file there is counts as bulk.
    var isPresent = false

    static let fileName = "manifest.csv"
    /// The versions that are read.
    static let versions: Set<String> = ["1.1", "1.2"]

    /// How to read the file `name`.
    func mode(of name: String) -> Mode? {
        isPresent ? modes[name.lowercased()] : .bulk
    }

    /// Reads the manifest, if there is one.
    static func read(_ files: any NamedFiles, problems: RosterProblems) throws -> RosterManifest {
        var manifest = RosterManifest()
        guard let source = try files.open(fileName) else { return manifest }
        manifest.isPresent = true
        var seen: Set<String> = []
        try CSVFile.read(source, file: fileName, problems: problems) { record in
            guard record.number > 1 || !RosterHeader.isSame(record[0], "propertyName") else { return }
            let name = record[0].trimmingSpaces.lowercased()
            let value = record.count > 1 ? record[1].trimmingSpaces : ""
            if name.isEmpty { return }
            guard seen.insert(name).inserted else {
                return problems.add(
                    file: fileName, line: record.line, column: "propertyName", value: record[0], "stands twice")
            }
            manifest.take(name, value, line: record.line, problems: problems)
        }
        if manifest.version == nil, problems.count == 0 {
            problems.add(file: fileName, "has no oneroster.version; it must say 1.1 or 1.2")
        }
        return manifest
    }

    private mutating func take(_ name: String, _ value: String, line: Int, problems: RosterProblems) {
        switch name {
        case "oneroster.version":
            version = value
            if !Self.versions.contains(value) {
                problems.add(
                    file: Self.fileName, line: line, column: name, value: value,
                    "this version of OneRoster is not read; export as 1.1 or 1.2")
            }
        case "source.systemname": sourceSystem = value.isEmpty || value == "absent" ? nil : value
        case _ where name.hasPrefix("file."):
            let file = String(name.dropFirst("file.".count))
            if let mode = Mode(rawValue: value.lowercased()) {
                modes[file] = mode
            } else if value.lowercased() == "absent" {
                absent.insert(file)
            } else {
                problems.add(
                    file: Self.fileName, line: line, column: name, value: value, "must be bulk, delta or absent")
            }
        default: break
        }
    }
}
