import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import Testing

@testable import Service

/// What a browser does: it asks for pages, and sends forms with what they hold.
extension RunningService {
    /// Waits until the tables have what was appended.
    func waitForTables(_ position: Int64) async throws {
        try await Freshness(store: store).wait(for: position, in: log.district)
    }

    /// Opens a page.
    func open(_ path: String, as caller: Caller, language: String = "en") async throws -> Answer {
        try await get(path, as: caller, headers: [("Accept", "text/html"), ("Accept-Language", language)])
    }

    /// Sends a form; a browser goes on to where it is told to.
    func submit(_ fields: [(String, String)], to path: String, as caller: Caller) async throws -> Answer {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await send(
            .post, path, as: caller, headers: [("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin")],
            type: "application/x-www-form-urlencoded", body: Array(body.utf8))
    }

    /// Sends a form with a file.
    func submit(
        _ fields: [(String, String)], file: (name: String, bytes: [UInt8]), to path: String, as caller: Caller
    ) async throws -> Answer {
        try await send(
            .post, path, as: caller, headers: [("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin")],
            type: "multipart/form-data; boundary=----form", body: Self.multipart(fields, file: file))
    }

    /// A body as browsers make it.
    static func multipart(_ fields: [(String, String)], file: (name: String, bytes: [UInt8])?) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("------form\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            let head = "------form\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n"
            body +=
                Array((head + "Content-Type: application/octet-stream\r\n\r\n").utf8) + file.bytes + Array("\r\n".utf8)
        }
        return body + Array("------form--\r\n".utf8)
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}

extension Answer {
    /// The id that the page's form keeps for the event that it will make.
    func eventID() throws -> String {
        let found = text.firstMatch(of: #/name="event" value="(?<id>[0-9a-f-]{36})"/#)
        return String(try #require(found, "no form: \(status) \(text.prefix(2_000))").output.id)
    }

    /// The first address on the page that an expression matches.
    func link(_ pattern: Regex<Substring>) throws -> String {
        String(try #require(text.firstMatch(of: pattern), "no such link: \(text)").output)
    }

    /// What people read on the page: the texts between its tags.
    var shown: [String] {
        text.replacing(#/<(script|style)[^>]*>.*?</(script|style)>/#.dotMatchesNewlines(), with: "")
            .split(separator: #/<[^>]*>/#).map { String($0).trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.isEmpty }
    }
}
