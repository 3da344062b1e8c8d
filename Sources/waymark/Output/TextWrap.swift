/// Breaks text into lines at spaces, and behind hyphens between letters; what is longer than a line is cut.
enum TextWrap {
    /// Lines of at most `width` columns; at least one.
    static func lines(_ text: String, width: Int) -> [String] {
        if TextWidth.columns(text) <= width { return [text] }
        var lines: [String] = []
        var line = ""
        var used = 0
        for part in parts(of: text) {
            var rest = part.text
            let space = part.isAfterSpace && !line.isEmpty ? 1 : 0
            if used + space + TextWidth.columns(rest) <= width {
                line += (space == 1 ? " " : "") + rest
                used += space + TextWidth.columns(rest)
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

    /// Columns of the longest part that is kept whole where there is room.
    static func longestPart(of text: String) -> Int {
        parts(of: text).reduce(0) { max($0, TextWidth.columns($1.text)) }
    }

    /// The parts between which a line may end.
    private static func parts(of text: String) -> [(text: Substring, isAfterSpace: Bool)] {
        var parts: [(text: Substring, isAfterSpace: Bool)] = []
        for word in text.split(separator: " ") {
            var start = word.startIndex
            var isFirst = true
            for index in word.indices where word[index] == "-" && isBetweenLetters(index, in: word) {
                let next = word.index(after: index)
                parts.append((word[start..<next], isFirst))
                (start, isFirst) = (next, false)
            }
            parts.append((word[start...], isFirst))
        }
        return parts
    }

    /// Dates and identifiers keep their hyphens.
    private static func isBetweenLetters(_ index: Substring.Index, in word: Substring) -> Bool {
        let next = word.index(after: index)
        guard index > word.startIndex, next < word.endIndex else { return false }
        return word[word.index(before: index)].isLetter && word[next].isLetter
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
