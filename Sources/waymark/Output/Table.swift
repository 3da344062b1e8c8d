import LearningRecord

/// Rows under titled columns, for people, as CSV and as JSON.
struct Table: Sendable {
    /// A column.
    struct Column: Sendable {
        /// The title for people.
        let title: String
        /// The name in CSV and JSON.
        let key: String
        /// Numbers stand at the right.
        let isNumber: Bool
        /// People can do without it: identifiers that only machines need.
        let isForMachines: Bool

        static func text(_ title: String, _ key: String) -> Column {
            Column(title: title, key: key, isNumber: false, isForMachines: false)
        }

        static func number(_ title: String, _ key: String) -> Column {
            Column(title: title, key: key, isNumber: true, isForMachines: false)
        }

        static func machine(_ key: String) -> Column {
            Column(title: key, key: key, isNumber: false, isForMachines: true)
        }
    }

    let columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(_ columns: [Column], rows: [[Cell]] = []) {
        self.columns = columns
        self.rows = rows
    }

    mutating func add(_ row: [Cell]) {
        rows.append(row)
    }

    /// A list of objects, one a row.
    var json: JSON {
        .array(
            rows.map { row in
                .object(JSONObject(zip(columns, row).map { (name: $0.key, value: $1.json) }))
            })
    }
}
