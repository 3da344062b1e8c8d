import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// The answer compressed, where the client takes that and it is worth it. What goes on is sent as it comes.
    func compressed(for request: Request) async throws -> Response {
        guard let length = body.contentLength,
            Compressible.isWorthwhile(contentType: headers[.contentType], length: length)
        else { return self }
        var response = self
        response.headers[.vary] = [headers[.vary], "Accept-Encoding"].compactMap(\.self).joined(separator: ", ")
        guard headers[.contentEncoding] == nil, request.method != .head,
            AcceptEncoding(request.headers[.acceptEncoding]).prefersGzip
        else { return response }
        let whole = Collected()
        try await body.write(CollectingWriter(collected: whole))
        response.headers[.contentEncoding] = "gzip"
        // Another form of the same content: its tag is weak (RFC 9110, section 8.8.3.1).
        if let tag = headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        response.headers[.contentLength] = nil
        response.body = ResponseBody(
            byteBuffer: ByteBuffer(bytes: try Gzip.compress(Array(whole.buffer.readableBytesView))))
        return response
    }
}

/// A whole body. One task writes and then reads it.
private final class Collected {
    var buffer = ByteBuffer()
}

private struct CollectingWriter: ResponseBodyWriter {
    let collected: Collected

    mutating func write(_ buffer: ByteBuffer) async throws {
        collected.buffer.writeImmutableBuffer(buffer)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
