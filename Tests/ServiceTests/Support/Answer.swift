import LearningRecord
import Synchronization
import Testing

/// An answer of the service.
struct Answer: Sendable {
    let method: String
    let path: String
    let status: Int
    let headers: [(String, String)]
    let body: [UInt8]

    /// The value of a header.
    subscript(header name: String) -> String? { headers.first { $0.0.lowercased() == name.lowercased() }?.1 }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    func json() throws -> JSON { try JSONReader.read(body) }

    /// The media type of the body, without parameters.
    var type: String? { self[header: "Content-Type"].map { String($0.prefix { $0 != ";" }) } }

    /// Which sort of problem it is; `nil` where it is none.
    var problem: String? {
        guard type == "application/problem+json" else { return nil }
        return (try? json())?["type"]?.string.map { String($0.trimmingPrefix("/problems/")) }
    }
}

/// The answers that a test got.
final class RecordedAnswers: Sendable {
    private let answers = Mutex<[Answer]>([])

    func add(_ answer: Answer) { answers.withLock { $0.append(answer) } }

    var all: [Answer] { answers.withLock { $0 } }
}
