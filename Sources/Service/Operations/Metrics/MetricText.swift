/// Names, labels and numbers as Prometheus' text format wants them.
enum MetricText {
    /// The name of a family: only letters, digits, `_` and `:`, not beginning with a digit, and the suffix of its kind.
    static func name(_ label: String, _ kind: MetricKind) -> String {
        let name = sanitised(label, alsoColon: true)
        return name.hasSuffix(kind.suffix) ? name : name + kind.suffix
    }

    /// The labels of a series, between braces, in the order of their names; empty when there are none.
    ///
    /// Two dimensions of one name would spoil the whole page for Prometheus: the first counts.
    static func labels(_ dimensions: [(String, String)]) -> String {
        var values: [String: String] = [:]
        for (name, value) in dimensions {
            values[labelName(name)] = values[labelName(name)] ?? value
        }
        return values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }.joined(separator: ",")
    }

    /// A number: whole ones without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? String(value)
    }

    /// Help on one line.
    static func help(_ text: String) -> String {
        replacing(text) { $0 == "\\" ? "\\\\" : $0 == "\n" ? "\\n" : nil }
    }

    private static func escaped(_ value: String) -> String {
        replacing(value) { $0 == "\\" ? "\\\\" : $0 == "\"" ? "\\\"" : $0 == "\n" ? "\\n" : nil }
    }

    /// By scalars: a quotation mark with a combining mark after it is one character, and must be escaped all the same.
    private static func replacing(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replaced = replacement(scalar) {
                result.append(contentsOf: replaced.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Names that begin with `__` are Prometheus' own, and so is `le` in histograms.
    private static func labelName(_ name: String) -> String {
        let name = sanitised(name, alsoColon: false)
        return name == "le" || name.hasPrefix("__") ? "exported_\(name)" : name
    }

    private static func sanitised(_ text: String, alsoColon: Bool) -> String {
        var name = text.unicodeScalars.reduce(into: "") { name, scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": name.unicodeScalars.append(scalar)
            case ":" where alsoColon: name.append(":")
            default: name.append("_")
            }
        }
        if name.isEmpty || name.first?.isNumber == true { name = "_" + name }
        return name
    }
}
