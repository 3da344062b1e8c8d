import Interchange
import TestSupport
import Testing

@Suite struct CSVParserTests {
    private func records(_ text: String, limits: CSVLimits = CSVLimits()) throws -> [[String]] {
        try records(Array(text.utf8), limits: limits)
    }

    private func records(_ bytes: [UInt8], limits: CSVLimits = CSVLimits()) throws -> [[String]] {
        var parser = CSVParser(limits: limits)
        var found: [[String]] = []
        try parser.parse(bytes) { found.append($0.fields) }
        try parser.finish { found.append($0.fields) }
        return found
    }

    private func failure(_ bytes: [UInt8], limits: CSVLimits = CSVLimits()) -> CSVError? {
        do {
            _ = try records(bytes, limits: limits)
            return nil
        } catch {
            return error as? CSVError
        }
    }

    private func failure(_ text: String) -> CSVError? { failure(Array(text.utf8)) }

    @Test func `fields stand between commas, and lines end with CRLF or LF or not at all`() throws {
        #expect(try records("a,b\r\nc,d\n") == [["a", "b"], ["c", "d"]])
        #expect(try records("a,b\nc,") == [["a", "b"], ["c", ""]])
        #expect(try records("") == [])
        #expect(try records("a") == [["a"]])
    }

    @Test func `quotes hold commas, line breaks and doubled quotes`() throws {
        #expect(try records("\"a,\"\"b\"\"\r\nc\",d\n\"\"\n") == [["a,\"b\"\r\nc", "d"], [""]])
    }

    @Test func `a byte order mark is no part of the first field, quoted or not`() throws {
        #expect(try records("\u{FEFF}a,b\n") == [["a", "b"]])
        #expect(try records("\u{FEFF}\"a\",b\n") == [["a", "b"]])
    }

    @Test func `empty lines are no records`() throws {
        #expect(try records("\n\r\na\n\n\r\nb\n\n") == [["a"], ["b"]])
    }

    @Test func `a combining mark after a comma stays in its own field`() throws {
        #expect(try records("a,\u{301},b\n") == [["a", "\u{301}", "b"]])
    }

    @Test func `records know their number and the line they begin on`() throws {
        var parser = CSVParser()
        var places: [[Int]] = []
        try parser.parse(Array("h\n\n\"a\nb\"\nc\n".utf8)) { places.append([$0.number, $0.line]) }
        #expect(places == [[1, 1], [2, 3], [3, 5]])
    }

    @Test(arguments: [
        ("a,b\"c\n", CSVError.Reason.strayQuote, 1, 2),
        ("x\n\"a\"b,c\n", .textAfterQuote, 2, 1),
        ("x\n1,2,\"a\nb", .openQuote, 2, 3),
        ("a\rb\n", .loneCarriageReturn, 1, 2),
        ("a\n\"b\"\r", .loneCarriageReturn, 2, 2),
        ("a,b\u{0},c\n", .nulByte, 1, 2),
        ("x\n\"a\n\u{0}\"\n", .nulByte, 3, 1),
    ])
    func `what is no CSV is told with its line and column`(
        _ text: String, _ reason: CSVError.Reason, _ line: Int, _ column: Int
    ) {
        let error = failure(text)
        #expect(error?.reason == reason)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func `Windows-1252 is recognised, at the line and column of the first wrong byte`() {
        let error = failure(Array("id,name\n1,Jos".utf8) + [0xE9] + Array("\n".utf8))
        #expect(error?.reason == .notUTF8(byte: 0xE9))
        #expect(error?.line == 2)
        #expect(error?.column == 2)
        #expect(error?.description.contains("Windows-1252") == true)
    }

    @Test func `half a character at the end of one field is not completed by the next`() {
        #expect(failure([0xC3] + Array(",".utf8) + [0xA9, 0x0A])?.reason == .notUTF8(byte: 0xC3))
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x80],
        ] as [[UInt8]])
    func `overlong forms, surrogates and what lies beyond Unicode are refused`(_ bytes: [UInt8]) {
        #expect(failure(Array("a,".utf8) + bytes + [0x0A]) != nil)
    }

    @Test func `UTF-16 is recognised with its mark and without`() {
        func utf16(_ text: String, big: Bool) -> [UInt8] {
            text.utf16.flatMap { big ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
        }
        for big in [true, false] {
            #expect(failure(utf16("\u{FEFF}id,name\n", big: big))?.reason == .utf16)
            #expect(failure(utf16("id,name\n", big: big))?.reason == .utf16)
        }
    }

    @Test func `a field of 10 MB is refused with the line it begins on, and memory stays bounded`() {
        let large = "h\n1,\"" + String(repeating: "x\n", count: 5_000_000)
        let error = failure(large)
        #expect(error?.reason == .longField(limit: 1_000_000))
        #expect(error?.line == 2)
        #expect(error?.column == 2)
        // A field of nothing but doubled quotes is as long as any other.
        #expect(failure("\"" + String(repeating: "\"\"", count: 1_500_000))?.reason == .longField(limit: 1_000_000))
    }

    @Test func `records have limits too`() {
        let fields = CSVLimits(field: 10, record: 15, fields: 3)
        #expect(failure(Array("1234567890,12345678".utf8), limits: fields)?.reason == .longRecord(limit: 15))
        #expect(failure(Array("1,2,3,4\n".utf8), limits: fields)?.reason == .manyFields(limit: 3))
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `whatever is written is read back, in chunks of any size`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let written = Self.table(using: &random)
        var bytes: [UInt8] = Bool.random(using: &random) ? [0xEF, 0xBB, 0xBF] : []
        for record in written { CSVWriter.append(record, to: &bytes) }
        var parser = CSVParser()
        var found: [[String]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let size = min(rest.count, Int.random(in: 1...7, using: &random))
            try parser.parse(Array(rest.prefix(size))) { found.append($0.fields) }
            rest = rest.dropFirst(size)
        }
        try parser.finish { found.append($0.fields) }
        #expect(found.map { $0.map { Array($0.utf8) } } == written.map { $0.map { Array($0.utf8) } })
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `random bytes give the same records or the same error however they are cut`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = Array("ab,,\"\"\r\n\n".utf8) + [0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0x00]
        let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? 0
        }
        let whole = outcome([bytes])
        #expect(outcome(bytes.map { [$0] }) == whole)
        let cut = Int.random(in: 0...bytes.count, using: &random)
        #expect(outcome([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
    }

    private func outcome(_ chunks: [[UInt8]]) -> [String] {
        var parser = CSVParser()
        var found: [String] = []
        do {
            for chunk in chunks {
                try parser.parse(chunk) { found.append("\($0.number) \($0.line) \($0.fields)") }
            }
            try parser.finish { found.append("\($0.number) \($0.line) \($0.fields)") }
        } catch {
            found.append("\(error)")
        }
        return found
    }

    private static func table(using random: inout SeededGenerator) -> [[String]] {
        let pieces = ["a", "é", "\u{301}", ",", "\"", "\n", "\r\n", "\r", " ", "\u{FEFF}", "日本", "😀", "x y"]
        return (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
        }
    }
}
