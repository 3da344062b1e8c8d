/// What a client says about the codings it takes: the field `Accept-Encoding` (RFC 9110, section 12.5.3).
public struct AcceptEncoding: Hashable, Sendable {
    /// Weights in thousandths by coding, in lower case; `*` stands for those that are not named.
    private var weights: [Substring: Int] = [:]
    /// Whether there is such a field. Without one, the client has no preference.
    private let isPresent: Bool

    /// - Parameter field: the value of the field, its lines joined by commas; nil when there is none.
    public init(_ field: String?) {
        isPresent = field != nil
        for element in (field ?? "").lowercased().split(separator: ",") {
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
            // Section 8.4.1.3: x-gzip is the same as gzip.
            let coding = parts[0] == "x-gzip" ? "gzip" : parts[0]
            // What cannot be read is not asked for: the answer then goes uncompressed, which everybody understands.
            guard !coding.isEmpty, parts.count <= 2,
                let weight = parts.count == 1 ? 1000 : Self.weight(parts[1])
            else { continue }
            weights[coding] = max(weight, weights[coding] ?? 0)
        }
    }

    /// How much the client likes a coding, in thousandths; 0 means that it does not take it.
    public func weight(of coding: String) -> Int {
        guard isPresent else { return coding == "identity" ? 1000 : 1 }
        if let weight = weights[coding[...]] ?? weights["*"] { return weight }
        // What is not named is not taken, but for the plain form, which is taken unless it is excluded.
        return coding == "identity" ? 1 : 0
    }

    /// Whether to send an answer in gzip: the client takes it and likes it no less than the plain form.
    ///
    /// Without the field any coding might be sent, but who says nothing is likely a simple program: it gets the plain form.
    public var prefersGzip: Bool {
        let gzip = weight(of: "gzip")
        return gzip > 0 && gzip >= weight(of: "identity")
    }

    /// `q=` and a number from 0 to 1 with at most three decimals (section 12.4.2), in thousandths.
    private static func weight(_ parameter: Substring) -> Int? {
        guard parameter.hasPrefix("q=") else { return nil }
        let parts = parameter.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0] == "0" || parts[0] == "1" else { return nil }
        let decimals = parts.count == 2 ? parts[1].utf8.map { Int($0) - 0x30 } : []
        guard decimals.count <= 3, decimals.allSatisfy((0...9).contains) else { return nil }
        let thousandths = (decimals + [0, 0, 0]).prefix(3).reduce(parts[0] == "1" ? 1 : 0) { $0 * 10 + $1 }
        return thousandths <= 1000 ? thousandths : nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
