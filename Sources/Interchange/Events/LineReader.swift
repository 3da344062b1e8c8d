/// Splits bytes into lines, with the place of each; memory is bounded, also when there is no line end.
struct LineReader {
    /// A line without its end.
    struct Line {
        /// From 1.
        let number: Int64
        /// The bytes; cut off where the line is too long.
        let bytes: [UInt8]
        /// Whether the line has more bytes than one may have.
        let isTooLong: Bool
        /// Where the next line begins, in bytes from the start.
        let end: Int64
        /// Whether a line end stands behind it; the last line may lack it, and then may not be whole.
        let isEnded: Bool
    }

    private let source: any ByteSource
    private let longest: Int
    private var buffer: [UInt8]
    private var start = 0
    private var count = 0
    private var hasEnded = false
    private var number: Int64
    private var offset: Int64

    /// Lines of `source`, which stands at byte `offset` behind line `number`.
    init(_ source: any ByteSource, longest: Int, after number: Int64 = 0, at offset: Int64 = 0) {
        self.source = source
        self.longest = longest
        self.number = number
        self.offset = offset
        buffer = [UInt8](repeating: 0, count: 1 << 17)
    }

    /// The next line; `nil` at the end. Every byte read is also given to `body`.
    mutating func next(_ body: (UnsafeRawBufferPointer) -> Void) throws -> Line? {
        var line: [UInt8] = []
        var size = 0
        while true {
            if start == count, try !fill() {
                guard size > 0 else { return nil }
                return finish(line, size, isEnded: false)
            }
            let end = buffer[start..<count].firstIndex(of: 0x0A)
            let part = buffer[start..<(end ?? count)]
            line.append(contentsOf: part.prefix(max(0, longest + 1 - line.count)))
            let taken = part.count + (end == nil ? 0 : 1)
            buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<(start + taken)])) }
            size += taken
            start += taken
            if end != nil { return finish(line, size, isEnded: true) }
        }
    }

    private mutating func fill() throws -> Bool {
        if hasEnded { return false }
        start = 0
        count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        hasEnded = count == 0
        return !hasEnded
    }

    private mutating func finish(_ bytes: [UInt8], _ size: Int, isEnded: Bool) -> Line {
        var bytes = bytes
        let isTooLong = bytes.count > longest
        if bytes.last == 0x0D { bytes.removeLast() }
        if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        number += 1
        offset += Int64(size)
        return Line(number: number, bytes: bytes, isTooLong: isTooLong, end: offset, isEnded: isEnded)
    }
}
