import Foundation
import Hummingbird
import LearningRecord

/// What somebody sent by a form (URL Living Standard, section 5 "application/x-www-form-urlencoded").
struct Form: Sendable {
    /// Bytes of a form.
    static let limit = 262_144
    /// Fields of a form.
    private static let fields = 5_000

    private var values: [String: [String]] = [:]

    /// Nothing was typed yet.
    init() {}

    /// Reads the body of a request.
    /// - Throws: ``Problem``.
    init(_ request: Request) async throws {
        guard request.mediaType == "application/x-www-form-urlencoded" else {
            throw Problem(.unsupportedType, "A form is sent as application/x-www-form-urlencoded.")
        }
        let body = try await request.body.collect(upTo: Self.limit)
        try self.init(text: String(decoding: body.readableBytesView, as: UTF8.self))
    }

    /// A form of these fields: one that came with a file.
    init(values: [String: [String]]) {
        self.values = values
    }

    /// Reads the text of a form.
    init(text: String) throws(Problem) {
        let pairs = text.split(separator: "&")
        guard pairs.count <= Self.fields else { throw Problem(.tooLarge, "The form has too many fields.") }
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decoded) else { throw Self.unreadable }
            guard let value = parts.count > 1 ? Self.decoded(parts[1]) : "" else { throw Self.unreadable }
            values[name, default: []].append(value)
        }
    }

    /// What was typed in a field, without spaces around; empty where nothing was.
    subscript(_ name: String) -> String {
        (values[name]?.first ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What was typed in a field, just as it was: for passwords.
    func exactly(_ name: String) -> String { values[name]?.first ?? "" }

    /// All values of a field: the ticked boxes.
    func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

    /// An identifier in a field.
    func id<Subject>(_ name: String, as: Subject.Type = Subject.self) -> Identifier<Subject>? { Identifier(self[name]) }

    /// The identifiers of the ticked boxes.
    func ids<Subject>(_ name: String, as: Subject.Type = Subject.self) -> [Identifier<Subject>] {
        all(name).compactMap { Identifier($0) }
    }

    /// All that was sent, in one text, whatever the order of the fields: what is sent twice gives the same.
    var everything: String {
        values.keys.sorted().map { name in
            "\(name.utf8.count):\(name)" + (values[name] ?? []).map { "\($0.utf8.count)=\($0)" }.joined()
        }.joined()
    }

    private static var unreadable: Problem { Problem(.badRequest, "The form cannot be read.") }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
