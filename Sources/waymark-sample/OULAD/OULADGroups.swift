/// The groups of a learner in one presentation, as a row of `studentInfo.csv` has them.
struct OULADGroups {
    /// The dimensions beside sex, which is a column of the standard.
    static let dimensions = ["age-band", "disability", "deprivation-band"]
    /// The columns that are read.
    static let columns = ["gender", "age_band", "disability", "imd_band"]

    private static let sexes = ["M": "male", "F": "female"]
    private static let disabilities = ["Y": "declared", "N": "none-declared"]
    /// A spreadsheet took the band 10-20% for a date before the data were published.
    private static let misreadBands = ["20-Oct": "10-20%"]

    private let sex, age, disability, deprivation: String

    /// Reads ``columns``, the first of them at `first`. What is empty stays unknown.
    init(_ row: TableRow, first: Int) throws {
        sex = try Self.word(row, first, Self.sexes)
        age = row[first + 1]
        disability = try Self.word(row, first + 2, Self.disabilities)
        deprivation = Self.misreadBands[row[first + 3]] ?? row[first + 3]
    }

    /// What the demographics say of the learner.
    var demographics: [String: String] {
        [
            "sex": sex, "metadata.group.age-band": age, "metadata.group.disability": disability,
            "metadata.group.deprivation-band": deprivation,
        ]
    }

    private static func word(_ row: TableRow, _ column: Int, _ words: [String: String]) throws -> String {
        let text = row[column]
        if text.isEmpty { return "" }
        guard let word = words[text] else {
            throw row.problem(column, "must be \(words.keys.sorted().joined(separator: " or ")), not '\(text)'")
        }
        return word
    }
}
