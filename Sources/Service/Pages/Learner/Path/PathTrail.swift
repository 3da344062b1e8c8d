import Markup

/// The winding line beside the stops of a path: each piece begins where the one before it ended.
struct PathTrail {
    /// How a piece of the way is drawn.
    enum Kind {
        case walked, growing, ahead

        var classes: HTML {
            switch self {
            case .walked: "way"
            case .growing: "way way--growing"
            case .ahead: "way way--ahead"
            }
        }
    }

    /// On which side the line is.
    private(set) var isRight = false

    /// The class of a stop that begins on the right.
    var side: HTML { isRight ? " stop--right" : HTML() }

    /// The next piece; it changes sides, unless told.
    mutating func line(_ kind: Kind, turns: Bool = true) -> HTML {
        let start = x
        if turns { isRight.toggle() }
        let path = start == x ? "M\(start) 0V100" : "M\(start) 0C\(start) 55 \(x) 45 \(x) 100"
        return """
            <svg class="line" viewBox="0 0 64 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
            <path class="\(kind.classes)" d="\(path)"/></svg>
            """
    }

    /// A way that branches off, since ways are several and no ladder.
    static let spur: HTML = """
        <svg class="spur" viewBox="0 0 64 48" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
        <path class="way way--ahead" d="M20 0C20 12 30 14 38 14"/></svg>
        """

    private var x: Int { isRight ? 44 : 20 }
}
