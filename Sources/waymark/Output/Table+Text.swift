extension Table {
    private static let gap = 2
    /// Columns of a terminal that a column keeps, however little room there is.
    private static let narrowest = 12

    /// Aligned columns within `width` columns of a terminal; long texts wrap inside their column.
    func text(width: Int) -> String {
        let shown = columns.indices.filter { !columns[$0].isForMachines }
        let titles = shown.map { columns[$0].title }
        let body = rows.map { row in shown.map { row[$0].forPeople } }
        let widths = Self.fit(
            shown.indices.map { index in
                body.reduce(TextWidth.columns(titles[index])) { max($0, TextWidth.columns($1[index])) }
            }, numbers: shown.map { columns[$0].isNumber }, into: width)
        let isNumber = shown.map { columns[$0].isNumber }
        var text = Self.line(titles, widths, isNumber)
        text += Self.line(widths.map { String(repeating: "─", count: $0) }, widths, isNumber)
        for row in body { text += Self.line(row, widths, isNumber) }
        return text
    }

    /// Takes room from the widest text columns until all fit.
    private static func fit(_ natural: [Int], numbers: [Bool], into width: Int) -> [Int] {
        var widths = natural
        while widths.reduce(0, +) + gap * (widths.count - 1) > width {
            let flexible = widths.indices.filter { !numbers[$0] && widths[$0] > narrowest }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
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
