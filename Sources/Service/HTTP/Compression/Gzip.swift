import CZlib

/// Compresses whole bodies in the gzip format (RFC 1952) by zlib.
///
/// The same bytes give the same result: no time or name is written, so that it can have a strong entity tag.
public enum Gzip {
    /// How hard to try unless told otherwise: zlib's own compromise of time and size.
    public static let standardLevel: Int32 = 6
    /// 32 KiB of window, and 16 more for the gzip format in place of zlib's.
    private static let windowBits: Int32 = 15 + 16

    /// The compressed form of `bytes`.
    /// - Parameter level: from 1, the fastest, to 9, the smallest.
    public static func compress(
        _ bytes: [UInt8], level: Int32 = standardLevel
    ) throws(GzipError) -> [UInt8] {
        // Closures cannot throw typed errors through these, so the outcome goes through them as a value.
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(GzipError) in try compress(buffer, level: level) }
        }
        return try outcome.get()
    }

    /// The compressed form of bytes that somebody else holds, for instance a `ByteBuffer`.
    public static func compress(
        _ bytes: UnsafeRawBufferPointer, level: Int32 = standardLevel
    ) throws(GzipError) -> [UInt8] {
        precondition((1...9).contains(level), "zlib's levels are from 1 to 9")
        guard bytes.count <= Int(UInt32.max) else { throw .tooLong }
        var stream = z_stream()
        // What the macro `deflateInit2` does, which Swift cannot call. 8 is the memory level that zlib recommends.
        let begun = deflateInit2_(
            &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { throw .zlib(code: begun) }
        defer { deflateEnd(&stream) }
        // So much is enough for any input, in one call.
        let bound = Int(deflateBound(&stream, uLong(bytes.count)))
        var result = [UInt8](repeating: 0, count: bound)
        let ended = result.withUnsafeMutableBufferPointer { output in
            // zlib does not write through this pointer: its type lacks `const` for the sake of old compilers.
            stream.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
            stream.avail_in = uInt(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = uInt(output.count)
            return deflate(&stream, Z_FINISH)
        }
        guard ended == Z_STREAM_END else { throw .zlib(code: ended) }
        result.removeLast(bound - Int(stream.total_out))
        return result
    }
}
