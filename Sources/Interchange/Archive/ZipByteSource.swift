import CLibZip

/// The unpacked bytes of one part of a zip file.
final class ZipByteSource: ByteSource {
    /// Keeps the zip file open.
    private let files: ZipFiles
    private let part: OpaquePointer
    private let name: String
    private var left: UInt64

    init(_ files: ZipFiles, handle: OpaquePointer, name: String, index: UInt64, size: UInt64) throws(ArchiveError) {
        guard let part = zip_fopen_index(handle, index, 0) else {
            throw .damaged(name, String(cString: zip_strerror(handle)))
        }
        self.files = files
        self.part = part
        self.name = name
        self.left = size
    }

    deinit {
        zip_fclose(part)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = zip_fread(part, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw ArchiveError.damaged(name, String(cString: zip_file_strerror(part))) }
        guard UInt64(count) <= left else { throw ArchiveError.damaged(name, "it unpacks to more than it says") }
        guard count > 0 || left == 0 else { throw ArchiveError.damaged(name, "it unpacks to less than it says") }
        left -= UInt64(count)
        return Int(count)
    }
}
