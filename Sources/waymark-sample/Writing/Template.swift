/// A text with places for the id of a learner, cut up once and filled in often.
struct Template {
    /// What stands in the text where the id belongs. CSV and JSON both leave it as it is.
    static let learner = "{learner}"

    private let parts: [[UInt8]]

    /// Cuts up a text.
    init(_ text: String) {
        var parts: [[UInt8]] = []
        var rest = Array(text.utf8)[...]
        let mark = Array(Self.learner.utf8)
        while let start = rest.indices.first(where: { rest[$0...].starts(with: mark) }) {
            parts.append(Array(rest[..<start]))
            rest = rest[(start + mark.count)...]
        }
        self.parts = parts + [Array(rest)]
    }

    /// Appends the text with an id, which must need no escape, in its places.
    func fill(_ learner: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: parts[0])
        for part in parts.dropFirst() {
            bytes.append(contentsOf: learner)
            bytes.append(contentsOf: part)
        }
    }
}
