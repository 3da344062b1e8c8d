import HTTPTypes
import Hummingbird

/// In which of several forms to answer: what the caller's `Accept` prefers (RFC 9110, section 12.5.1).
enum MediaChoice {
    /// The form among `offered`, given in the service's own order of preference, that the caller likes most; the first,
    /// where the caller does not say.
    /// - Throws: ``Problem`` of the sort `not-acceptable` where the caller takes none of them.
    static func choose(_ offered: [String], for request: Request) throws(Problem) -> String {
        let ranges = request.headers[values: .accept].flatMap { $0.split(separator: ",") }.compactMap(Range.init)
        guard !ranges.isEmpty else { return offered[0] }
        var best: (type: String, weight: Double)?
        for type in offered {
            // The most specific range that fits a type says how much it is liked.
            let weight = ranges.filter { $0.fits(type) }.max { $0.precision < $1.precision }?.weight ?? 0
            if weight > best?.weight ?? 0 { best = (type, weight) }
        }
        guard let best else {
            throw Problem(.notAcceptable, "This is answered as \(offered.joined(separator: " or ")).")
        }
        return best.type
    }

    private struct Range {
        let type: Substring
        let subtype: Substring
        let weight: Double

        init?(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            let names = (parts.first ?? "").lowercased().split(separator: "/")
            guard names.count == 2 else { return nil }
            (type, subtype) = (names[0], names[1])
            let quality = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
            weight = quality.flatMap { Double($0.dropFirst(2)) } ?? 1
        }

        var precision: Int { subtype != "*" ? 2 : type != "*" ? 1 : 0 }

        func fits(_ offered: String) -> Bool {
            let parts = offered.split(separator: "/")
            return (type == "*" || type == parts[0]) && (subtype == "*" || subtype == parts[1])
        }
    }
}
