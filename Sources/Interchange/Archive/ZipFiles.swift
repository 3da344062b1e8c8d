import CLibZip
import Foundation

/// The files of a zip file, read as they unpack; nothing is written to disk.
///
/// Names, sizes and encryption are checked before the first byte is unpacked; what a part unpacks to is counted again
/// as it streams, since the sizes in a zip file are only claims.
final class ZipFiles: NamedFiles {
    private struct Part {
        let name: String
        let index: UInt64
        let size: UInt64
    }

    private let handle: OpaquePointer
    private let parts: [Part]

    var names: [String] { parts.map(\.name) }

    init(path: String, limits: ArchiveLimits) throws(ArchiveError) {
        let handle = try Self.open(path)
        do throws(ArchiveError) {
            parts = try Self.parts(of: handle, limits)
        } catch {
            zip_discard(handle)
            throw error
        }
        self.handle = handle
    }

    deinit {
        zip_discard(handle)
    }

    func open(_ name: String) throws -> (any ByteSource)? {
        guard let part = parts.first(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
        return try ZipByteSource(self, handle: handle, name: part.name, index: part.index, size: part.size)
    }

    private static func open(_ path: String) throws(ArchiveError) -> OpaquePointer {
        var code: Int32 = 0
        if let handle = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code) { return handle }
        switch code {
        case ZIP_ER_NOZIP, ZIP_ER_INCONS:
            throw beginsLikeZip(path) ? ArchiveError.cutShort(path) : ArchiveError.notZip(path)
        default:
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw ArchiveError.unreadable(path, String(cString: zip_error_strerror(&error)))
        }
    }

    private static func beginsLikeZip(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let start = try? file.read(upToCount: 4) else {
            return false
        }
        return start.elementsEqual([0x50, 0x4B, 0x03, 0x04])
    }

    private static func parts(of handle: OpaquePointer, _ limits: ArchiveLimits) throws(ArchiveError) -> [Part] {
        let count = zip_get_num_entries(handle, 0)
        guard count <= limits.files else { throw .tooManyFiles(limit: limits.files) }
        var parts: [Part] = []
        var total: Int64 = 0
        for index in 0..<UInt64(max(0, count)) {
            var status = zip_stat_t()
            guard zip_stat_index(handle, index, 0, &status) == 0, let raw = status.name else {
                throw .damaged("part \(index + 1)", "it has no name")
            }
            let name = String(cString: raw)
            try check(name)
            if isNoise(name) { continue }
            guard status.encryption_method == ZIP_EM_NONE else { throw .encrypted(name) }
            let size = Int64(clamping: status.size)
            let packed = max(1, Int64(clamping: status.comp_size))
            guard size <= limits.harmlessSize || size / packed <= Int64(limits.ratio) else {
                throw .bomb(name, ratio: Int(size / packed))
            }
            total = total.addingReportingOverflow(size).overflow ? .max : total + size
            guard total <= limits.totalSize else { throw .tooLarge(limit: limits.totalSize) }
            parts.append(Part(name: name, index: index, size: status.size))
        }
        return try withoutSharedFolder(parts)
    }

    /// Refuses a name that would lie outside of the folder that the zip file stands for.
    private static func check(_ name: String) throws(ArchiveError) {
        let steps = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        let hasDrive = name.utf8.dropFirst().first == UInt8(ascii: ":")
        guard steps.first != "", !steps.contains(".."), !name.contains("\\"), !hasDrive else {
            throw .unsafeName(name)
        }
    }

    /// Folders, and what operating systems leave in zip files.
    private static func isNoise(_ name: String) -> Bool {
        name.hasSuffix("/") || name.hasPrefix("__MACOSX/") || (name.split(separator: "/").last ?? "").hasPrefix(".")
    }

    /// Files inside one folder are as good as files at the top.
    private static func withoutSharedFolder(_ parts: [Part]) throws(ArchiveError) -> [Part] {
        let folders = Set(parts.map { $0.name.split(separator: "/").dropLast().joined(separator: "/") })
        guard folders.count == 1, let folder = folders.first, !folder.isEmpty else {
            return try withoutDoubles(parts)
        }
        return try withoutDoubles(
            parts.map { Part(name: String($0.name.dropFirst(folder.count + 1)), index: $0.index, size: $0.size) })
    }

    private static func withoutDoubles(_ parts: [Part]) throws(ArchiveError) -> [Part] {
        var seen: Set<String> = []
        for part in parts where !seen.insert(part.name.lowercased()).inserted { throw .doubleName(part.name) }
        return parts
    }
}
