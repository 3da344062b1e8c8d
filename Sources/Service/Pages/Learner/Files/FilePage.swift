import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord

/// A file of evidence, to be kept by whoever may read the record: never shown in the browser as a page of this site.
enum FilePage {
    static let route = Endpoint("evidenceFile", .get, "/learners/{learner}/files/{digest}", .record(.read)) {
        try await show($0)
    }

    private static func show(_ visit: Visit) async throws -> Response {
        guard let digest = visit.context.parameters.get("digest").flatMap({ Digest($0) }),
            let file = try await visit.log().file(digest, of: visit.basis.ids)
        else { throw Problem.notFound }
        var response = Response.bytes(file.bytes, type: file.type)
        response.headers[.contentDisposition] = disposition(file.name)
        response.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox; frame-ancestors 'none'"
        response.headers[.cacheControl] = "private, no-store"
        return response
    }

    /// To be saved under its name (RFC 6266, section 4.3; RFC 8187, section 3.2.1), and under a plain one where that cannot
    /// be said.
    private static func disposition(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar in
                let isPlain =
                    scalar.isASCII && scalar.value >= 0x20 && scalar != "\"" && scalar != "\\" && scalar.value < 0x7F
                return isPlain ? Character(scalar) : "_"
            })
        let allowed = CharacterSet(
            charactersIn: "!#$&+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let encoded = name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "file"
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}
