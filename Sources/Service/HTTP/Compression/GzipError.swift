/// Why bytes could not be compressed. They can always be sent as they are.
public enum GzipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// More than 4 GiB.
    case tooLong
    /// zlib refused; -4 means that there is not memory enough.
    case zlib(code: Int32)

    /// In words, for the log.
    public var description: String {
        switch self {
        case .tooLong: "more than 4 GiB are not compressed at once"
        case .zlib(let code): "zlib could not compress (\(code))"
        }
    }
}
