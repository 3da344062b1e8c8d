extension Table {
    private static let gap = 2
    /// Columns of a terminal that a column keeps, however little room there is.
    private static let narrowest = 12

    /// Aligned columns within `width` columns of a terminal; long texts wrap inside their column.
    func text(width: Int) -> String {
        let shown = columns.indices.filter { !columns[$0].isForMachines }
        let titles = shown.map { columns[$0].title }
        let isNumber = shown.map { columns[$0].isNumber }
        let body = rows.map { row in shown.map { row[$0].forPeople } }
        let widths = Self.fit(shown.indices.map { index in body.map { $0[index] } }, titles, isNumber, into: width)
        var text = Self.line(titles, widths, isNumber)
        text += Self.line(widths.map { String(repeating: "─", count: $0) }, widths, isNumber)
        for row in body { text += Self.line(row, widths, isNumber) }
        return text
    }

    /// Gives each column the room it would like; where that is too much, takes it so that the columns come to about
    /// the same number of lines, and cuts words only in the end. Numbers keep theirs.
    private static func fit(_ cells: [[String]], _ titles: [String], _ isNumber: [Bool], into width: Int) -> [Int] {
        let natural = zip(cells, titles).map { cells, title in
            cells.reduce(TextWidth.columns(title)) { max($0, TextWidth.columns($1)) }
        }
        let words = zip(cells, titles).map { cells, title in
            (cells + [title]).reduce(0) { max($0, TextWrap.longestPart(of: $1)) }
        }
        let floors = zip(zip(cells, words), isNumber).map { column, isNumber in
            isNumber ? column.0.reduce(column.1) { max($0, TextWidth.columns($1)) } : narrowest
        }
        var widths = natural
        for floor in [zip(words, floors).map { max($0, $1) }, floors] {
            while widths.reduce(0, +) + gap * (widths.count - 1) > width {
                let flexible = widths.indices.filter { widths[$0] > floor[$0] }
                let lines = { (column: Int) in Double(natural[column]) / Double(widths[column] - 1) }
                guard let lowest = flexible.min(by: { lines($0) < lines($1) }) else { break }
                widths[lowest] -= 1
            }
        }
        return widths
    }

    private static func line(_ cells: [String], _ widths: [Int], _ isNumber: [Bool]) -> String {
        let wrapped = zip(cells, widths).map { TextWrap.lines($0, width: $1) }
        let height = wrapped.map(\.count).max() ?? 0
        return (0..<height).map { index in
            var line = ""
            for (column, lines) in wrapped.enumerated() {
                let cell = index < lines.count ? lines[index] : ""
                let space = String(repeating: " ", count: max(0, widths[column] - TextWidth.columns(cell)))
                line += isNumber[column] ? space + cell : cell + space
                line += String(repeating: " ", count: gap)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
