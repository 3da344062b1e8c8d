/// The column names of a OneRoster file, matched with some tolerance: case, spaces, hyphens and underscores do not
/// count, and misspellings that exporters are known for are understood.
struct RosterHeader {
    /// A column by its name in the standard, and where it stands in the file; `nil` when it does not.
    struct Column {
        let name: String
        let index: Int?
    }

    /// The names as they stand in the file, without empty ones at the end.
    let names: [String]
    private let indices: [String: Int]

    /// Reads the header, and reports names that stand twice.
    init(_ record: CSVRecord, file: String, problems: RosterProblems) {
        var names = record.fields.map { $0.trimmingSpaces }
        while names.last?.isEmpty == true { names.removeLast() }
        var indices: [String: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            let key = Self.key(name)
            if let first = indices[key] {
                problems.add(
                    file: file, line: record.line, column: name,
                    "the column stands twice in the header, as column \(first + 1) and as column \(index + 1)")
            } else {
                indices[key] = index
            }
        }
        self.names = names
        self.indices = indices
    }

    /// The column with this name in the standard.
    subscript(name: String) -> Column { Column(name: name, index: indices[Self.key(name)]) }

    /// The columns whose name in the file begins with `prefix`, which is compared like a name.
    func columns(beginning prefix: String) -> [Column] {
        let prefix = Self.key(prefix)
        return names.enumerated().filter { Self.key($0.element).hasPrefix(prefix) }
            .map { Column(name: $0.element, index: $0.offset) }
    }

    /// Reports the columns that must be there and are not.
    func require(_ required: [String], file: String, problems: RosterProblems) {
        for name in required where self[name].index == nil {
            problems.add(file: file, line: 1, column: name, "the file has no such column, and cannot do without")
        }
    }

    /// Whether two names are the same column.
    static func isSame(_ left: String, _ right: String) -> Bool { key(left) == key(right) }

    private static func key(_ name: String) -> String {
        let bare = name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
        return aliases[bare] ?? bare
    }

    /// Other spellings, seen in exports or in earlier versions of the standard, by the standard's own in 1.2.
    private static let aliases = [
        "datalastmodified": "datelastmodified",
        "preferredgivenname": "preferredfirstname",
        "prefferedgivenname": "preferredfirstname",
        "prefferedfirstname": "preferredfirstname",
        "prefferedmiddlename": "preferredmiddlename",
        "preferredfamilyname": "preferredlastname",
        "prefferedfamilyname": "preferredlastname",
        "prefferedlastname": "preferredlastname",
        "orgsourcedid": "orgsourcedids",
        "termsourcedid": "termsourcedids",
        "agentsourcedid": "agentsourcedids",
        "americanindianoralaskannative": "americanindianoralaskanative",
        "nativehawaiianorpacificislander": "nativehawaiianorotherpacificislander",
        "demographicracetwoormore": "demographicracetwoormoreraces",
    ]
}

extension String {
    /// Without spaces and tabs at the ends.
    var trimmingSpaces: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let first = utf8.first, let last = utf8.last, isSpace(first) || isSpace(last) else { return self }
        guard let start = utf8.firstIndex(where: { !isSpace($0) }),
            let end = utf8.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[start...end])
    }
}
