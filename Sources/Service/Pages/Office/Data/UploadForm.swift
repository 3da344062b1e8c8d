import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A form that comes with a file too large for memory: its texts are kept, the file goes where it is sent as it comes
/// (`multipart/form-data`, RFC 7578).
struct UploadForm {
    /// Bytes of all texts together, of the headers of a part, and parts.
    private static let (texts, headers, parts) = (65_536, 4_096, 20)

    private enum State { case boundary, headers, body, end }

    private let delimiter: [UInt8]
    private var state = State.boundary
    private var rest: [UInt8]
    private var field = ""
    private var isFile = false
    private var text: [UInt8] = []
    private var size = 0
    private var count = 0
    /// Whether the end of the headers' line is still in front of the part.
    private var isAtStart = false

    /// The texts, by the name of their field.
    private(set) var values: [String: [String]] = [:]
    /// What the sender calls the file; `nil` where none was chosen.
    private(set) var filename: String?
    /// How the file begins: some bytes.
    private(set) var beginning: [UInt8] = []

    /// Reads the body of a request.
    /// - Parameter write: takes the pieces of the file.
    /// - Throws: ``Problem`` where it is no form; and what `write` throws.
    init(_ request: Request, write: (ByteBuffer) throws -> Void) async throws {
        guard let boundary = MultipartParser.boundary(of: request.headers[.contentType]),
            (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Problem(.unsupportedType, "A form with a file is sent as multipart/form-data.") }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first boundary stands at the beginning of a line that nothing ends.
        rest = [0x0D, 0x0A]
        for try await buffer in request.body {
            rest.append(contentsOf: buffer.readableBytesView)
            while try step(write) {}
        }
        guard state == .end else { throw Self.unreadable }
    }

    private static var unreadable: Problem { Problem(.badRequest, "The form cannot be read.") }

    /// One step; whether there is another.
    private mutating func step(_ write: (ByteBuffer) throws -> Void) throws -> Bool {
        switch state {
        case .boundary:
            guard rest.count >= delimiter.count + 2 else { return false }
            guard rest.starts(with: delimiter) else { throw Self.unreadable }
            let end = Array(rest[delimiter.count..<delimiter.count + 2])
            rest.removeFirst(delimiter.count + 2)
            switch end {
            case [0x0D, 0x0A]: state = .headers
            case [0x2D, 0x2D]: state = .end
            default: throw Self.unreadable
            }
            return true
        case .headers: return try beginPart()
        case .body: return try takeBody(write)
        case .end:
            // Nothing behind the last boundary is a part of the form.
            rest = []
            return false
        }
    }

    private mutating func beginPart() throws -> Bool {
        guard let end = rest.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A] as [UInt8]), end.lowerBound <= Self.headers else {
            guard rest.count <= Self.headers else { throw Self.unreadable }
            return false
        }
        count += 1
        guard count <= Self.parts, let (name, file) = try? MultipartHeaders.read(rest[..<end.lowerBound]) else {
            throw Self.unreadable
        }
        field = name
        isFile = file != nil
        if let file, !file.isEmpty {
            guard filename == nil else { throw Self.unreadable }
            filename = file
        }
        // The line's end behind the headers stays: it begins the boundary where the part is empty.
        rest.removeSubrange(..<(end.lowerBound + 2))
        text = []
        isAtStart = true
        state = .body
        return true
    }

    private mutating func takeBody(_ write: (ByteBuffer) throws -> Void) throws -> Bool {
        let place = find(delimiter)
        // All but what could be the beginning of a boundary.
        let safe = place ?? rest.count - (delimiter.count - 1)
        if safe >= (isAtStart ? 2 : 1) {
            let skip = isAtStart ? 2 : 0
            isAtStart = false
            try take(rest[skip..<safe], write)
            rest.removeSubrange(..<safe)
        }
        guard place != nil else { return false }
        if !isFile {
            guard let value = String(validating: text, as: UTF8.self) else { throw Self.unreadable }
            values[field, default: []].append(value)
        }
        state = .boundary
        return true
    }

    /// Where some bytes begin in those that came.
    private func find(_ needle: [UInt8]) -> Int? {
        rest.withUnsafeBufferPointer { hay in
            var from = 0
            let last = hay.count - needle.count
            while from <= last {
                guard let next = hay[from...last].firstIndex(of: needle[0]) else { return nil }
                if hay[next..<(next + needle.count)].elementsEqual(needle) { return next }
                from = next + 1
            }
            return nil
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, _ write: (ByteBuffer) throws -> Void) throws {
        guard !bytes.isEmpty else { return }
        if isFile {
            if beginning.count < 64 { beginning.append(contentsOf: bytes.prefix(64 - beginning.count)) }
            try write(ByteBuffer(bytes: bytes))
        } else {
            size += bytes.count
            guard size <= Self.texts else { throw Problem(.tooLarge, "The form has longer texts than it may have.") }
            text += bytes
        }
    }
}
