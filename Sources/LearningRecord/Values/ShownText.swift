extension String {
    /// A name from outside as an error shows it: on one line, and not longer than one.
    var shownInErrors: String {
        let shown = prefix(60).map { $0.isWhitespace || $0.unicodeScalars.contains(where: \.isControl) ? " " : $0 }
        return String(shown) + (shown.count < 60 || dropFirst(60).isEmpty ? "" : "…")
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
