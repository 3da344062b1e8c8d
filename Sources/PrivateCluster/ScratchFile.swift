import Foundation

/// A file without a name, closed when it is no longer used.
///
/// What programs write goes to a file and not to a pipe: a server left behind would keep a pipe open for ever.
struct ScratchFile: ~Copyable {
    let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    static func make(containing text: String = "") throws(ClusterError) -> ScratchFile {
        let folder = NSTemporaryDirectory()
        var template = Array((folder + "/waymark-XXXXXX").utf8CString)
        let file = ScratchFile(descriptor: mkstemp(&template))
        try SystemCall.check(file.descriptor, "make a temporary file in", folder)
        unlink(template)
        _ = fcntl(file.descriptor, F_SETFD, FD_CLOEXEC)
        let bytes = Array(text.utf8)
        guard write(file.descriptor, bytes, bytes.count) == bytes.count else {
            throw .system(doing: "write a temporary file in", path: folder, errno: errno)
        }
        lseek(file.descriptor, 0, SEEK_SET)
        return file
    }

    /// All of it, without white space around.
    func text() -> String {
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        try? handle.seek(toOffset: 0)
        let data = (try? handle.readToEnd()) ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        close(descriptor)
    }
}
