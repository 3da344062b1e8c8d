/// Why a folder or zip file could not be read: what was wrong, with which file, and what to do.
public enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such file or folder, or it may not be read; with the system's reason.
    case unreadable(String, String)
    /// The file is no zip file.
    case notZip(String)
    /// The zip file ends before its end.
    case cutShort(String)
    /// A part of the zip file cannot be unpacked; with the reason.
    case damaged(String, String)
    /// A part of the zip file is encrypted.
    case encrypted(String)
    /// A name in the zip file leads outside of it.
    case unsafeName(String)
    /// Two files have the same name, apart from upper and lower case.
    case doubleName(String)
    /// A part would unpack to far more than it takes packed.
    case bomb(String, ratio: Int)
    /// The whole would unpack to more bytes than the limit.
    case tooLarge(limit: Int64)
    /// The zip file has more parts than the limit.
    case tooManyFiles(limit: Int)

    /// What is wrong, where and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .notZip(let path): "\(path) is neither a folder nor a zip file"
        case .cutShort(let path): "\(path) was cut short: its end is missing; fetch it again"
        case .damaged(let name, let reason): "\(name) in the zip file is damaged (\(reason)); fetch it again"
        case .encrypted(let name): "\(name) in the zip file is encrypted; unpack it first and give the folder"
        case .unsafeName(let name):
            "the zip file has a file named \"\(name)\", which would lie outside of it; refuse it, or make it anew"
        case .doubleName(let name): "there are two files named \(name), apart from upper and lower case"
        case .bomb(let name, let ratio):
            "\(name) in the zip file would unpack to \(ratio) times its size, as only a trap does; nothing was unpacked"
        case .tooLarge(let limit):
            "the zip file would unpack to more than \(limit) bytes; unpack it and give the folder"
        case .tooManyFiles(let limit): "the zip file has more than \(limit) files"
        }
    }
}
