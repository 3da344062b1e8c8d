import Foundation

/// The files of a folder; folders inside it are left alone.
struct FolderFiles: NamedFiles {
    let names: [String]
    private let path: String

    init(path: String) throws(ArchiveError) {
        self.path = path
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            throw ArchiveError.unreadable(path, "its files cannot be listed")
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name.lowercased()).inserted { throw ArchiveError.doubleName(name) }
    }

    func open(_ name: String) throws -> (any ByteSource)? {
        guard let found = names.first(where: { $0.lowercased() == name.lowercased() }) else { return nil }
        return try FileByteSource(path: "\(path)/\(found)")
    }
}
