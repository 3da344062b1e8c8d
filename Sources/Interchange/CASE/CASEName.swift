/// How names that a file brings with it are shown and counted: a file may bring any number of any length.
enum CASEName {
    /// Names that a count tells apart, at the most; further ones count together.
    static let toldApart = 50

    /// A name on one line, without control characters, and not longer than a line.
    static func shown(_ name: String) -> String {
        let scalars = name.unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        var shown = String(String.UnicodeScalarView(scalars))
        if name.unicodeScalars.count > scalars.count { shown += "…" }
        return shown
    }

    /// Counts one more of `name`.
    static func count(_ name: String, in counts: inout [String: Int]) {
        let name = shown(name)
        counts[counts[name] == nil && counts.count >= toldApart ? "others" : name, default: 0] += 1
    }
}
