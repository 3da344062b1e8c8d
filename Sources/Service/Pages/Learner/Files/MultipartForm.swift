import HTTPTypes
import Hummingbird
import NIOCore

/// A form that came with a file, read as it came.
struct MultipartForm: Sendable {
    /// Bytes of a file.
    static let largestFile = 10_000_000
    /// Bytes that are let go by where a file is too large, so that its sender learns that, and keeps what was typed.
    private static let patience = 100_000_000

    let form: Form
    /// The file; `nil` where none was chosen, or where it was too large.
    let file: MultipartParser.File?
    let isFileTooLarge: Bool

    /// Reads the body of a request: a form with a file, or one without.
    /// - Throws: ``Problem``.
    init(_ request: Request) async throws {
        guard let boundary = MultipartParser.boundary(of: request.headers[.contentType]) else {
            form = try await Form(request)
            file = nil
            isFileTooLarge = false
            return
        }
        do {
            var limits = MultipartParser.Limits()
            limits.file = Self.largestFile
            var parser = try MultipartParser(boundary: boundary, limits: limits)
            var count = 0
            for try await buffer in request.body {
                count += buffer.readableBytes
                guard count <= Self.patience else { throw Problem(.tooLarge, "The form has too many bytes.") }
                try parser.take(buffer.readableBytesView)
            }
            try parser.finish()
            form = Form(values: parser.texts)
            file = parser.file
            isFileTooLarge = parser.isFileTooLarge
        } catch let failure as MultipartParser.Failure {
            throw failure == .tooMuch
                ? Problem(.tooLarge, "The form has more fields or longer ones than it may have.")
                : Problem(.badRequest, "The form cannot be read.")
        }
    }
}
