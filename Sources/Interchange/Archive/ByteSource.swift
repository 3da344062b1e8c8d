/// Bytes that are read once, from the start to the end, a piece at a time.
public protocol ByteSource: AnyObject {
    /// Fills `buffer` with the next bytes as far as there are any at hand, and answers how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
    /// Calls `body` with one piece after the other, until the end.
    public func forEachPiece(
        of size: Int = 1 << 17, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            if count == 0 { return }
            try body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count]))
        }
    }
}
