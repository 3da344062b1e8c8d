/// A school of the collection, with its counts.
struct CRDCSchool {
    /// The number of a survey's answer that does not apply.
    private static let notApplicable = -9
    private static let names = ["LEA_STATE", "LEA_NAME", "SCH_NAME", "COMBOKEY", "LEAID"]

    /// The columns that are read.
    static let columns = names + CRDCCell.all.flatMap(\.columns)

    let state, districtName, name: String
    /// The school's key in the collection (COMBOKEY), twelve letters and digits.
    let id: String
    let districtID: String
    /// For each of ``CRDCCell/all``: learners enrolled, and how many of them are in the programme.
    let counts: [(enrolled: Int, offered: Int)]

    /// Reads a row of ``columns``.
    init(_ row: TableRow) throws {
        state = try row.text(0)
        districtName = try row.text(1)
        name = try row.text(2)
        id = try Self.key(row, 3)
        districtID = try Self.key(row, 4)
        counts = try CRDCCell.all.indices.map { index in
            let column = Self.names.count + 2 * index
            let enrolled = try Self.count(row, column)
            let offered = try Self.count(row, column + 1)
            guard offered <= enrolled else {
                throw row.problem(column + 1, "counts more learners (\(offered)) than are enrolled (\(enrolled))")
            }
            return (enrolled, offered)
        }
    }

    /// Keys go into ids as they are, so they must be letters and digits.
    private static func key(_ row: TableRow, _ column: Int) throws -> String {
        let text = try row.text(column)
        guard text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw row.problem(column, "must be letters and digits, not '\(text)'")
        }
        return text
    }

    private static func count(_ row: TableRow, _ column: Int) throws -> Int {
        let number = try row.number(column)
        if number == notApplicable { return 0 }
        guard number >= 0 else {
            throw row.problem(column, "\(number) is no count: the collection keeps such numbers for missing answers")
        }
        return number
    }
}
