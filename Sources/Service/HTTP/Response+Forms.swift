import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import NIOCore

extension Response {
    /// JSON. What is in it is a person's, so that no cache between may keep it.
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Response {
        bytes(JSONWriter.bytes(value), type: "application/json", status: status)
    }

    /// Bytes of a type.
    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Nothing but the fact that it is done.
    static var done: Response { Response(status: .noContent, headers: [.cacheControl: "no-store"]) }

    /// An answer that says how far the caller may keep it: for the caller alone, asked about each time it is used. Where
    /// the caller has this very answer, it is told so (RFC 9110, sections 8.8.3 and 13.1.2).
    static func tagged(_ bytes: [UInt8], type: String, for request: Request) -> Response {
        let tag = "\"" + Base64URL.text(SHA256.hash(data: bytes).prefix(18)) + "\""
        var response = Response.bytes(bytes, type: type)
        if let known = request.headers[.ifNoneMatch], Self.names(known, tag) {
            response = Response(status: .notModified)
        }
        response.headers[.eTag] = tag
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }

    /// JSON with a tag.
    static func tagged(_ value: JSON, for request: Request) -> Response {
        tagged(JSONWriter.bytes(value), type: "application/json", for: request)
    }

    /// Whether a list of tags names this one, by weak comparison (RFC 9110, section 8.8.3.2).
    private static func names(_ list: String, _ tag: String) -> Bool {
        list.split(separator: ",").contains { item in
            let item = item.trimmingCharacters(in: .whitespaces)
            return item == "*" || item == tag || item == "W/" + tag
        }
    }
}
