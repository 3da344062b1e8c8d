/// A table of the Civil Rights Data Collection with one school.
enum CollectionTable {
    /// The columns with counts that a sample is made from.
    static let counts = ["SCH_ENR", "SCH_GTENR"].flatMap { module in
        ["HI", "AM", "AS", "HP", "BL", "WH", "TR"].flatMap { race in
            ["M", "F"].map { "\(module)_\(race)_\($0)" }
        }
    }

    private static let names = [
        ("LEA_STATE", "AL"), ("LEA_NAME", "Lake County"), ("SCH_NAME", "Lakeside"), ("COMBOKEY", "010000000001"),
        ("LEAID", "0100000"),
    ]

    /// The table as CSV, with some values of the school; all counts but these are 0.
    static func text(_ values: [String: String]) -> String {
        let columns = names + counts.map { ($0, "0") }
        let row = columns.map { name, value in "\"\((values[name] ?? value).replacing("\"", with: "\"\""))\"" }
        return columns.map(\.0).joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"
    }
}
