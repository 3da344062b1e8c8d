import Foundation

/// Files that belong together, by name: a folder or a zip file.
public protocol NamedFiles {
    /// The names, without the folder they share.
    var names: [String] { get }
    /// Starts reading a file; the name counts without upper and lower case. `nil` when there is none.
    /// - Throws: ``ArchiveError``.
    func open(_ name: String) throws -> (any ByteSource)?
}

/// Where files that belong together lie.
public struct NamedFilesLocation: Sendable {
    /// The path of the folder or zip file.
    public let path: String
    /// What a zip file may unpack to.
    public let limits: ArchiveLimits

    /// A folder or zip file.
    public init(path: String, limits: ArchiveLimits = ArchiveLimits()) {
        self.path = path
        self.limits = limits
    }

    /// Looks what is there, and refuses a zip file that is damaged or a trap.
    /// - Throws: ``ArchiveError``.
    public func open() throws(ArchiveError) -> any NamedFiles {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ArchiveError.unreadable(path, "there is no such file or folder")
        }
        if isFolder.boolValue { return try FolderFiles(path: path) }
        return try ZipFiles(path: path, limits: limits)
    }
}
