import Foundation

/// Reads `multipart/form-data` (RFC 7578, over RFC 2046, section 5.1) piece by piece as it comes, in bounded memory: a few
/// texts and one file at the most. Strict: what no browser sends is refused, since whoever sends it wants to be read by two
/// programs in two ways.
struct MultipartParser {
    /// What a body may have.
    struct Limits: Sendable {
        /// Bytes of the file.
        var file = 10_000_000
        /// Bytes of all texts together.
        var texts = 262_144
        /// Parts.
        var parts = 40
        /// Bytes of the headers of a part.
        var headers = 4_096
    }

    /// What a body is refused for.
    enum Failure: Error, Hashable {
        /// It is not of the form.
        case malformed
        /// It has more parts, texts or headers than a form of ours.
        case tooMuch
        /// It has a second file.
        case severalFiles
        /// It ended before its last boundary.
        case cutOff
    }

    /// A file that came.
    struct File: Hashable {
        /// As the browser calls it; never a path.
        let name: String
        let bytes: [UInt8]
    }

    private enum State {
        /// Before the first boundary, and behind each: the end of its line decides what comes.
        case boundary
        case headers
        case body
        case end
    }

    private struct Part {
        let name: String
        /// `nil` for a text.
        let filename: String?
    }

    private let limits: Limits
    /// CRLF, two hyphens, the boundary.
    private let delimiter: [UInt8]
    private var state = State.boundary
    private var isFirst = true
    /// What came and was not taken yet.
    private var rest: [UInt8] = []
    private var part: Part?
    private var body: [UInt8] = []
    private var textBytes = 0
    private var count = 0

    /// The texts, by the name of their field, in the order in which they came.
    private(set) var texts: [String: [String]] = [:]
    /// The file; `nil` where none was chosen, or where it was too large.
    private(set) var file: File?
    /// Whether the file had more bytes than it may have: they were let go by, so that what was typed is kept.
    private(set) var isFileTooLarge = false

    /// A parser for a boundary (RFC 2046, section 5.1.1: 1 to 70 characters of a set).
    /// - Throws: ``Failure``.
    init(boundary: String, limits: Limits = Limits()) throws(Failure) {
        let allowed = CharacterSet(charactersIn: "'()+_,-./:=?").union(.alphanumerics)
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ $0 < 0x80 }),
            boundary.unicodeScalars.allSatisfy(allowed.contains)
        else { throw .malformed }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
    }

    /// The boundary that a Content-Type names (RFC 9110, section 8.3.1); `nil` where it is of another type.
    static func boundary(of contentType: String?) -> String? {
        let parts = (contentType ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            let value = part.dropFirst("boundary=".count)
            return value.count >= 2 && value.first == "\"" && value.last == "\""
                ? String(value.dropFirst().dropLast()) : String(value)
        }
        return nil
    }

    /// Takes the next piece, of whatever length.
    /// - Throws: ``Failure``.
    mutating func take(_ bytes: some Collection<UInt8>) throws(Failure) {
        rest.append(contentsOf: bytes)
        while try step() {}
    }

    /// Says that nothing more comes.
    /// - Throws: ``Failure`` where something is missing.
    mutating func finish() throws(Failure) {
        guard state == .end else { throw .cutOff }
    }

    /// One step; whether there is another.
    private mutating func step() throws(Failure) -> Bool {
        switch state {
        case .boundary: return try stepBoundary()
        case .headers: return try stepHeaders()
        case .body: return try stepBody()
        case .end:
            // Nothing but the end of the last line may follow.
            guard rest.isEmpty || rest == [0x0D] || rest == [0x0D, 0x0A] else { throw .malformed }
            return false
        }
    }

    private mutating func stepBoundary() throws(Failure) -> Bool {
        if isFirst {
            // The body begins with the boundary itself, without the end of a line before it.
            let opening = delimiter.dropFirst(2)
            guard rest.count >= opening.count else {
                guard opening.starts(with: rest) else { throw .malformed }
                return false
            }
            guard rest.starts(with: opening) else { throw .malformed }
            rest.removeFirst(opening.count)
            isFirst = false
        }
        guard rest.count >= 2 else { return false }
        switch (rest[0], rest[1]) {
        case (0x0D, 0x0A):
            state = .headers
            count += 1
            guard count <= limits.parts else { throw .tooMuch }
        case (0x2D, 0x2D): state = .end
        default: throw .malformed
        }
        rest.removeFirst(2)
        return true
    }

    private mutating func stepHeaders() throws(Failure) -> Bool {
        guard let end = rest.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A] as [UInt8]) else {
            guard rest.count <= limits.headers else { throw .tooMuch }
            return false
        }
        guard end.lowerBound <= limits.headers else { throw .tooMuch }
        let (name, filename) = try MultipartHeaders.read(rest[..<end.lowerBound])
        // A field of a file where none was chosen comes with an empty name.
        if let filename, !filename.isEmpty, file != nil || isFileTooLarge { throw .severalFiles }
        part = Part(name: name, filename: filename)
        body = []
        rest.removeSubrange(..<end.upperBound)
        state = .body
        return true
    }

    private mutating func stepBody() throws(Failure) -> Bool {
        if let place = Self.find(delimiter, in: rest) {
            try add(rest[..<place])
            rest.removeSubrange(..<(place + delimiter.count))
            try close()
            state = .boundary
            return true
        }
        // All but what could be the beginning of a boundary.
        let safe = rest.count - (delimiter.count - 1)
        if safe > 0 {
            try add(rest[..<safe])
            rest.removeSubrange(..<safe)
        }
        return false
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws(Failure) {
        if part?.filename == nil {
            textBytes += bytes.count
            guard textBytes <= limits.texts else { throw .tooMuch }
            body += bytes
        } else if !isFileTooLarge {
            body += bytes
            guard body.count > limits.file else { return }
            isFileTooLarge = true
            body = []
        }
    }

    private mutating func close() throws(Failure) {
        guard let part else { throw .malformed }
        if let filename = part.filename {
            if !filename.isEmpty, !isFileTooLarge { file = File(name: filename, bytes: body) }
        } else {
            guard let text = String(validating: body, as: UTF8.self) else { throw .malformed }
            texts[part.name, default: []].append(text)
        }
        self.part = nil
        body = []
    }

    /// Where some bytes begin in others.
    private static func find(_ needle: [UInt8], in hay: [UInt8]) -> Int? {
        guard let first = needle.first, hay.count >= needle.count else { return nil }
        return hay.withUnsafeBufferPointer { hay in
            var place = 0
            let last = hay.count - needle.count
            while place <= last {
                guard let next = hay[place...last].firstIndex(of: first) else { return nil }
                if hay[next..<(next + needle.count)].elementsEqual(needle) { return next }
                place = next + 1
            }
            return nil
        }
    }
}
