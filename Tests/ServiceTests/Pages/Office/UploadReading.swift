import HTTPTypes
import Hummingbird
import NIOCore

@testable import Service

/// Reads a form with a file in pieces of a size.
enum UploadReading {
    static func read(_ body: [UInt8], in size: Int) async throws -> (form: UploadForm, file: [UInt8]) {
        let pieces = stride(from: 0, to: body.count, by: size).map {
            ByteBuffer(bytes: body[$0..<min($0 + size, body.count)])
        }
        let stream = AsyncStream<ByteBuffer> { continuation in
            for piece in pieces { continuation.yield(piece) }
            continuation.finish()
        }
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/imports")
        head.headerFields[.contentType] = "multipart/form-data; boundary=----form"
        let request = Request(head: head, body: RequestBody(asyncSequence: stream))
        var file: [UInt8] = []
        let form = try await UploadForm(request) { file += Array($0.readableBytesView) }
        return (form, file)
    }
}
