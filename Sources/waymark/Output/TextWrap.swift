/// Breaks text into lines at spaces; a word longer than a line is cut.
enum TextWrap {
    /// Lines of at most `width` columns; at least one.
    static func lines(_ text: String, width: Int) -> [String] {
        if TextWidth.columns(text) <= width { return [text] }
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ") {
            var rest = word
            let needed = TextWidth.columns(rest) + (line.isEmpty ? 0 : 1)
            if used + needed <= width {
                line += (line.isEmpty ? "" : " ") + rest
                used += needed
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while TextWidth.columns(rest) > width {
                let head = prefix(of: rest, width: width)
                lines.append(String(head))
                rest = rest.dropFirst(head.count)
            }
            line = String(rest)
            used = TextWidth.columns(rest)
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// As many characters as fit, and at least one.
    private static func prefix(of text: Substring, width: Int) -> Substring {
        var used = 0
        var end = text.startIndex
        while end < text.endIndex {
            used += TextWidth.columns(text[end])
            if used > width, end > text.startIndex { break }
            end = text.index(after: end)
        }
        return text[..<end]
    }
}
