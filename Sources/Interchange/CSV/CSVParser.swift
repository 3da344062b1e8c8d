/// Splits CSV (RFC 4180) into records: bytes are pushed in, in chunks of any size, and records come out.
///
/// Memory is bounded by ``CSVLimits``, whatever the file. A byte order mark is skipped; lines end with CRLF or LF;
/// fields may hold line breaks inside quotes; empty lines are skipped; the last line needs no end. Anything doubtful is
/// a ``CSVError`` with its line and column, and after an error the parser is of no more use.
public struct CSVParser {
    private enum State {
        case recordStart, fieldStart, unquoted, quoted, afterQuote, afterReturn
    }

    private let limits: CSVLimits
    private var state = State.recordStart
    private var record = CSVRecord()
    private var records = 0
    private var line = 1
    /// The line of the quote that opened the field.
    private var quoteLine = 1
    /// Whether the record has a byte beyond ASCII, and so needs the check of its encoding.
    private var highBits: UInt8 = 0
    private var prefix: [UInt8]? = []

    /// A parser at the start of a file.
    public init(limits: CSVLimits = CSVLimits()) {
        self.limits = limits
    }

    /// Takes the next bytes of the file, and calls `body` with each record that they complete.
    public mutating func parse(
        _ chunk: UnsafeBufferPointer<UInt8>, _ body: (CSVRecord) throws -> Void
    ) throws {
        guard var start = prefix else { return try split(chunk, body) }
        // The first bytes are held back until they show whether there is a byte order mark.
        start.append(contentsOf: chunk)
        if start.count < 4 {
            prefix = start
            return
        }
        try begin(start, body)
    }

    /// Takes the next bytes of the file, and calls `body` with each record that they complete.
    public mutating func parse(_ chunk: [UInt8], _ body: (CSVRecord) throws -> Void) throws {
        try chunk.withUnsafeBufferPointer { try parse($0, body) }
    }

    /// Says that the file has ended: the last record may have no line end.
    public mutating func finish(_ body: (CSVRecord) throws -> Void) throws {
        if let start = prefix { try begin(start, body) }
        switch state {
        case .recordStart: return
        case .quoted: throw error(.openQuote, line: quoteLine)
        case .afterReturn: throw error(.loneCarriageReturn)
        case .fieldStart, .unquoted, .afterQuote:
            try endField()
            try endRecord(body)
        }
    }

    private mutating func begin(_ start: [UInt8], _ body: (CSVRecord) throws -> Void) throws {
        prefix = nil
        try start.withUnsafeBufferPointer { bytes in
            if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw error(.utf16) }
            // Text of ASCII letters in UTF-16 without a mark: every second byte is 0.
            if bytes.count >= 4, (bytes[0] == 0) != (bytes[1] == 0), (bytes[0] == 0) == (bytes[2] == 0),
                (bytes[1] == 0) == (bytes[3] == 0)
            {
                throw error(.utf16)
            }
            let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            try split(UnsafeBufferPointer(rebasing: bytes[(marked ? 3 : 0)...]), body)
        }
    }

    private mutating func split(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (CSVRecord) throws -> Void
    ) throws {
        var index = 0
        while index < bytes.count {
            switch state {
            case .recordStart, .fieldStart: try startField(bytes, &index, body)
            case .unquoted: try unquoted(bytes, &index, body)
            case .quoted: try quoted(bytes, &index)
            case .afterQuote: try afterQuote(bytes, &index, body)
            case .afterReturn:
                guard bytes[index] == lineFeed else { throw error(.loneCarriageReturn) }
                index += 1
                try endLine(body)
            }
        }
    }

    private mutating func startField(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ body: (CSVRecord) throws -> Void
    ) throws {
        if state == .recordStart {
            record.line = line
            // An empty line is no record.
            if bytes[index] == lineFeed {
                index += 1
                line += 1
                return
            }
        }
        if bytes[index] == quote {
            state = .quoted
            quoteLine = line
            index += 1
        } else {
            try unquoted(bytes, &index, body)
        }
    }

    private mutating func unquoted(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ body: (CSVRecord) throws -> Void
    ) throws {
        let start = index
        var high: UInt8 = 0
        var byte: UInt8 = 0
        while index < bytes.count {
            byte = bytes[index]
            if byte == comma || byte == lineFeed || byte == carriageReturn || byte == quote || byte == 0 { break }
            high |= byte
            index += 1
        }
        try take(bytes, start..<index, high)
        guard index < bytes.count else {
            if state == .recordStart || state == .fieldStart { state = .unquoted }
            return
        }
        index += 1
        switch byte {
        case comma:
            try endField()
            state = .fieldStart
        case lineFeed:
            try endField()
            try endLine(body)
        case carriageReturn: try returned(emptyLine: state == .recordStart && index - 1 == start)
        case quote: throw error(.strayQuote)
        default: throw error(.nulByte)
        }
    }

    private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws {
        let start = index
        var high: UInt8 = 0
        var lines = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote { break }
            if byte == lineFeed { lines += 1 }
            guard byte != 0 else {
                line += lines
                throw error(.nulByte)
            }
            high |= byte
            index += 1
        }
        try take(bytes, start..<index, high)
        line += lines
        if index < bytes.count {
            index += 1
            state = .afterQuote
        }
    }

    private mutating func afterQuote(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ body: (CSVRecord) throws -> Void
    ) throws {
        let byte = bytes[index]
        index += 1
        switch byte {
        case quote:
            state = .quoted
            try take(bytes, (index - 1)..<index, 0)
        case comma:
            try endField()
            state = .fieldStart
        case lineFeed:
            try endField()
            try endLine(body)
        case carriageReturn: try returned(emptyLine: false)
        default: throw error(.textAfterQuote)
        }
    }

    private mutating func returned(emptyLine: Bool) throws {
        if !emptyLine { try endField() }
        state = .afterReturn
    }

    private mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ high: UInt8
    ) throws {
        guard !range.isEmpty else { return }
        guard record.sizeOfOpenField + range.count <= limits.field else {
            throw error(.longField(limit: limits.field), line: state == .quoted ? quoteLine : line)
        }
        guard record.size + range.count <= limits.record else { throw error(.longRecord(limit: limits.record)) }
        highBits |= high
        record.append(UnsafeBufferPointer(rebasing: bytes[range]))
    }

    private mutating func endField() throws {
        guard record.count < limits.fields else { throw error(.manyFields(limit: limits.fields)) }
        record.endField()
    }

    private mutating func endLine(_ body: (CSVRecord) throws -> Void) throws {
        if record.count > 0 { try endRecord(body) }
        line += 1
        state = .recordStart
    }

    private mutating func endRecord(_ body: (CSVRecord) throws -> Void) throws {
        if highBits >= 0x80 { try checkEncoding() }
        records += 1
        record.number = records
        try body(record)
        record.clear()
        highBits = 0
        state = .recordStart
    }

    private func checkEncoding() throws {
        var line = record.line
        for column in 0..<record.count {
            try record.withBytes(of: column) { field in
                if let bad = UTF8Check.firstBadByte(in: field) {
                    line += field[..<bad].count { $0 == lineFeed }
                    throw CSVError(reason: .notUTF8(byte: field[bad]), line: line, column: column + 1)
                }
                line += field.count { $0 == lineFeed }
            }
        }
    }

    private func error(_ reason: CSVError.Reason, line: Int? = nil) -> CSVError {
        CSVError(reason: reason, line: line ?? self.line, column: record.count + 1)
    }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let lineFeed: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D
