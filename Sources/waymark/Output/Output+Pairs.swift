extension Output {
    /// Writes a line for each name and value, the values aligned.
    static func pairs(_ pairs: [(name: String, value: String)]) throws {
        let width = pairs.map { TextWidth.columns($0.name) }.max() ?? 0
        for pair in pairs {
            let space = String(repeating: " ", count: width - TextWidth.columns(pair.name) + 2)
            try line(pair.name + space + TextWidth.harmless(pair.value))
        }
    }
}
