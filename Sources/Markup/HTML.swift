/// A piece of HTML. What is written in the source is markup; whatever is interpolated is text and is escaped, unless it
/// is a piece of HTML itself. So no name, statement or title can become markup.
public struct HTML: ExpressibleByStringInterpolation, Sendable {
    /// The markup.
    public private(set) var markup: String

    /// Nothing.
    public init() {
        markup = ""
    }

    /// Markup from the source.
    public init(stringLiteral literal: StaticString) {
        markup = literal.description
    }

    /// Markup from the source with text in it.
    public init(stringInterpolation: StringInterpolation) {
        markup = stringInterpolation.markup
    }

    /// Text.
    public init(text: String) {
        markup = Self.escaped(text)
    }

    /// Collects markup and text.
    public struct StringInterpolation: StringInterpolationProtocol {
        var markup = ""

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Markup of the source.
        public mutating func appendLiteral(_ literal: StaticString) { markup += literal.description }

        /// Text, escaped.
        public mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }

        /// A piece as it is.
        public mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

        /// A piece, if there is one.
        public mutating func appendInterpolation(_ html: HTML?) { markup += html?.markup ?? "" }

        /// One piece after the other.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { markup += piece.markup }
        }
    }

    /// One piece after the other.
    public static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum.markup += right.markup
        return sum
    }

    /// Text for the body of an element and for an attribute in double quotes (HTML Living Standard, 13.3 "Escaping a
    /// string", with the apostrophe besides). Control characters that HTML does not allow are left out.
    private static func escaped(_ text: String) -> String {
        // Most texts are as they are to be.
        guard text.utf8.contains(where: mayNeedEscaping) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether a byte of UTF-8 is, or begins, a character that is not kept as it is.
    private static func mayNeedEscaping(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        // U+0080 to U+009F begin with C2.
        case 0..<0x20, 0x7F, 0xC2: true
        default: false
        }
    }
}
