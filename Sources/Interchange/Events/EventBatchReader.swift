import Crypto

/// Reads a file of learning events in batches of lines, and knows where each batch ends.
struct EventBatchReader {
    /// A place between two lines.
    struct Start: Sendable {
        /// Lines before it.
        var line: Int64 = 0
        /// Bytes before it.
        var offset: Int64 = 0
        /// SHA-256 over those bytes, ready to go on.
        var digest = SHA256()
        /// Bytes that the file of rejected lines has.
        var rejectBytes: Int64 = 0
    }

    /// A line as it stands in the file.
    struct Line: Sendable {
        let number: Int64
        let bytes: [UInt8]
        let isTooLong: Bool
    }

    /// Some lines.
    struct Batch: Sendable {
        var lines: [Line] = []
        /// Where to go on after it. A last line without an end is read again, since it may not be whole.
        var end: Start
    }

    /// Bytes after which a batch is full, however few its lines are.
    private static let largestBatch = 32_000_000
    private var reader: LineReader
    private var place: Start
    private let options: EventImportOptions

    init(_ source: any ByteSource, start: Start, options: EventImportOptions) {
        reader = LineReader(source, longest: options.longestLine, after: start.line, at: start.offset)
        place = start
        self.options = options
    }

    /// The next lines; `nil` at the end.
    mutating func next() throws -> Batch? {
        var batch = Batch(end: place)
        var digest = place.digest
        var size = 0
        while batch.lines.count < options.batch, size < Self.largestBatch {
            guard let line = try reader.next({ digest.update(bufferPointer: $0) }) else { break }
            if line.isEnded {
                place.line = line.number
                place.offset = line.end
                place.digest = digest
            }
            if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            size += line.bytes.count
            batch.lines.append(Line(number: line.number, bytes: line.bytes, isTooLong: line.isTooLong))
        }
        batch.end = place
        return batch.lines.isEmpty ? nil : batch
    }
}
