import Foundation

/// The bytes of a file, or of what the operating system shows as one.
public final class FileByteSource: ByteSource {
    private let descriptor: Int32
    private let isOwned: Bool
    private let name: String

    /// Opens a file.
    /// - Throws: ``ArchiveError``.
    public init(path: String) throws(ArchiveError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        isOwned = true
        name = path
        guard descriptor >= 0 else { throw ArchiveError.unreadable(path, String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw ArchiveError.unreadable(path, "it is a folder")
        }
    }

    /// The standard input.
    public init(standardInput: Void) {
        descriptor = STDIN_FILENO
        isOwned = false
        name = "standard input"
    }

    deinit {
        if isOwned, descriptor >= 0 { close(descriptor) }
    }

    /// Goes to a place in the file, in bytes from its start.
    /// - Throws: ``ArchiveError`` where the source cannot go back and forth, such as a pipe.
    public func seek(to offset: Int64) throws(ArchiveError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw ArchiveError.unreadable(name, String(cString: strerror(errno)))
        }
    }

    /// Reads what is at hand.
    /// - Throws: ``ArchiveError``.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw ArchiveError.unreadable(name, String(cString: strerror(errno))) }
        }
    }
}
