import Testing

@testable import Service

/// `multipart/form-data`, in whatever pieces it comes.
@Suite struct MultipartParserTests {
    private struct Read: Equatable {
        let texts: [String: [String]]
        let file: MultipartParser.File?
        let isTooLarge: Bool
    }

    private static func read(
        _ body: [UInt8], cuts: [Int] = [], limits: MultipartParser.Limits = .init()
    ) throws -> Read {
        var parser = try MultipartParser(boundary: "----form", limits: limits)
        var start = 0
        for cut in cuts.sorted() + [body.count] where cut >= start && cut <= body.count {
            try parser.take(body[start..<cut])
            start = cut
        }
        try parser.finish()
        return Read(texts: parser.texts, file: parser.file, isTooLarge: parser.isFileTooLarge)
    }

    /// Texts and files that come close to being boundaries.
    private static let hard: [[UInt8]] = [
        [], Array("\r\n".utf8), Array("\r\n------for".utf8), Array("------form".utf8), Array("\r\r\n--".utf8),
        Array("-\r\n-----form\r\n------forn--\r\n".utf8), Array("\r\n----\r\n------for\r\n-".utf8),
        Array(0...255) + [0x0D], Array(repeating: 0x0D, count: 300), Array(repeating: 0x2D, count: 300),
    ]

    @Test func `Any split of the pieces reads the same`() throws {
        var random = SystemRandomNumberGenerator()
        for content in Self.hard {
            let fields = [("title", "Ein \"Tür\""), ("empty", ""), ("tick", "1"), ("tick", "2\r\n3")]
            let body = RunningService.multipart(fields, file: ("a b.bin", content))
            let whole = try Self.read(body)
            #expect(whole.texts == ["title": ["Ein \"Tür\""], "empty": [""], "tick": ["1", "2\r\n3"]])
            #expect(whole.file == MultipartParser.File(name: "a b.bin", bytes: content))
            #expect(try Self.read(body, cuts: Array(0...body.count)) == whole)
            for cut in 0...body.count { #expect(try Self.read(body, cuts: [cut]) == whole, "cut at \(cut)") }
            for _ in 0..<50 {
                let cuts = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                    Int.random(in: 0...body.count, using: &random)
                }
                #expect(try Self.read(body, cuts: cuts) == whole, "cuts at \(cuts)")
            }
        }
    }

    @Test func `A body that ends early, goes on, or is another's is refused, wherever it is cut`() throws {
        let body = RunningService.multipart([("a", "b")], file: ("f", [1, 2, 3]))
        for end in 0..<(body.count - 2) {
            #expect(throws: MultipartParser.Failure.self, "\(end)") { try Self.read(Array(body[..<end])) }
        }
        #expect(throws: MultipartParser.Failure.malformed) { try Self.read(body + [0x41]) }
        #expect(throws: MultipartParser.Failure.malformed) { try Self.read(Array("preamble".utf8) + body) }
    }

    @Test(arguments: [
        "X: y", "Content-Disposition: attachment; name=\"a\"", "Content-Disposition: form-data",
        "Content-Disposition: form-data; name=a", "Content-Disposition: form-data; name=\"a",
        "Content-Disposition form-data",
        "Content-Disposition: form-data; name=\"a\"; name=\"b\"", "Content-Disposition: form-data; name=\"\"",
        "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
        "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"",
    ])
    func `Headers that no browser sends are refused`(headers: String) {
        let body = Array("------form\r\n\(headers)\r\n\r\nx\r\n------form--\r\n".utf8)
        #expect(throws: MultipartParser.Failure.malformed) { try Self.read(body) }
    }

    @Test func `What is too much is refused, and a file that is too large lets the texts be read`() throws {
        var limits = MultipartParser.Limits()
        (limits.file, limits.texts, limits.parts, limits.headers) = (10, 8, 3, 100)
        let large = RunningService.multipart([("a", "12345678")], file: ("f", Array(repeating: 1, count: 11)))
        let read = try Self.read(large, limits: limits)
        #expect(read == Read(texts: ["a": ["12345678"]], file: nil, isTooLarge: true))
        let fits = RunningService.multipart([], file: ("f", Array(repeating: 1, count: 10)))
        #expect(try Self.read(fits, limits: limits).file?.bytes.count == 10)
        let many = RunningService.multipart([("a", ""), ("b", ""), ("c", ""), ("d", "")], file: nil)
        #expect(throws: MultipartParser.Failure.tooMuch) { try Self.read(many, limits: limits) }
        let long = RunningService.multipart([("a", String(repeating: "x", count: 40))], file: nil)
        #expect(throws: MultipartParser.Failure.tooMuch) { try Self.read(long, limits: limits) }
        let name = RunningService.multipart([(String(repeating: "n", count: 200), "")], file: nil)
        #expect(throws: MultipartParser.Failure.tooMuch) { try Self.read(name, limits: limits) }
        let two =
            RunningService.multipart([], file: ("f", [1])).dropLast(2 + "------form--".utf8.count)
            + RunningService.multipart([], file: ("g", [2]))
        #expect(throws: MultipartParser.Failure.severalFiles) { try Self.read(Array(two)) }
    }

    @Test func `Boundaries and names are those of the form`() throws {
        #expect(MultipartParser.boundary(of: "multipart/form-data; boundary=abc") == "abc")
        #expect(MultipartParser.boundary(of: "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"") == "a b")
        #expect(MultipartParser.boundary(of: "application/x-www-form-urlencoded") == nil)
        #expect(MultipartParser.boundary(of: nil) == nil)
        for wrong in ["", "a b", "ä", String(repeating: "x", count: 71), "a\r\nb"] {
            #expect(throws: MultipartParser.Failure.malformed) { try MultipartParser(boundary: wrong) }
        }
        for (sent, kept) in [("..\\..\\a.png", "a.png"), ("/etc/passwd", "passwd"), ("a%22b.png", "a\"b.png")] {
            #expect(try Self.read(RunningService.multipart([], file: (sent, [1]))).file?.name == kept)
        }
    }

    @Test func `The kind of a file follows from what is in it`() {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04] + Array(repeating: 0, count: 26)
        #expect(FileKind(of: bytes("%PDF-1.7\n")) == .pdf)
        #expect(FileKind(of: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
        #expect(FileKind(of: bytes("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ")) == .webp)
        #expect(FileKind(of: [0, 0, 0, 0x18] + bytes("ftypisom")) == .mp4)
        #expect(FileKind(of: zip + bytes("mimetypeapplication/vnd.oasis.opendocument.text")) == .odt)
        #expect(FileKind(of: zip + bytes("[Content_Types].xml word/document.xml")) == .docx)
        #expect(FileKind(of: bytes("Ein Text\r\nmit ä")) == .txt)
        for other in [[], zip, bytes("MZ\u{0}"), [0xC3, 0x28], bytes("RIFF\u{0}"), [0, 0, 0]] {
            #expect(FileKind(of: other) == nil)
        }
    }
}
