import Markup

/// Pieces of the pictures. Positions are attributes of SVG 2, which a strict content security policy lets through.
enum Drawing {
    /// A number of user units, to a tenth.
    static func units(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = tenths.quotientAndRemainder(dividingBy: 10)
        if rest == 0 { return "\(whole)" }
        return "\(tenths < 0 ? "-" : "")\(whole.magnitude).\(rest.magnitude)"
    }

    static func line(_ kind: StaticString, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> HTML {
        """
        <line class="\(HTML(stringLiteral: kind))" x1="\(units(x1))" y1="\(units(y1))" x2="\(units(x2))" \
        y2="\(units(y2))"/>
        """
    }

    static func dot(_ x: Double, _ y: Double, radius: Double) -> HTML {
        #"<circle class="dot" cx="\#(units(x))" cy="\#(units(y))" r="\#(units(radius))"/>"#
    }

    /// How a text stands to its place.
    enum Anchor: String { case start, middle, end }

    /// A text, in lines where it is long.
    static func text(
        _ lines: [String], _ x: Double, _ y: Double, kind: StaticString = "", anchor: Anchor = .start
    ) -> HTML {
        lines.enumerated().reduce(HTML()) { drawn, line in
            drawn + """
                <text class="\(HTML(stringLiteral: kind))" x="\(units(x))" y="\(units(y + Double(line.offset) * lineHeight))" \
                text-anchor="\(anchor.rawValue)">\(line.element)</text>
                """
        }
    }

    static let lineHeight = 16.0

    /// Breaks a text into lines of so many characters, at spaces where there are any.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.isEmpty ? [""] : lines
    }
}
