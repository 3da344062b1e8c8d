/// Why the keys of the words cannot be used.
public enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither a file nor the environment gives a master key.
    case noMasterKey
    /// What is given is not 32 bytes in base64 or hexadecimal.
    case malformedMasterKey(source: String)
    /// The file cannot be read.
    case unreadableFile(path: String)
    /// Others than its owner may read the file.
    case exposedFile(path: String)
    /// The district's key was wrapped by another master key.
    case wrongMasterKey(needed: String, given: String)
    /// The district's keys are in a database of their own, which was not named.
    case keysElsewhere
    /// The database that was named as that of the keys does not have this district's.
    case notThisKeyDatabase
    /// The keys are being moved to another database: none can be made until they are there.
    case beingMoved
    /// A wrapped key or sealed words do not open: they were changed.
    case damaged(what: String)

    /// In words, for people.
    public var description: String {
        switch self {
        case .noMasterKey:
            "no master key: set WAYMARK_MASTER_KEY_FILE to the file that holds it (or WAYMARK_MASTER_KEY to the key "
                + "itself); `waymark key create FILE` makes one, once. Without it no words can be read or written"
        case .malformedMasterKey(let source):
            "the master key from \(source) must be 32 bytes, in base64 or as 64 hexadecimal digits"
        case .unreadableFile(let path): "the master key file \(path) cannot be read"
        case .exposedFile(let path): "others may read the master key file \(path): run `chmod 600` on it"
        case .wrongMasterKey(let needed, let given):
            "this is the wrong master key: the district's words were sealed under \(needed), and \(given) was given. "
                + "Nothing was changed; bring the right key"
        case .keysElsewhere:
            "the keys of this district are in a database of their own: name it in WAYMARK_KEY_DATABASE"
        case .notThisKeyDatabase:
            "the database that WAYMARK_KEY_DATABASE names does not hold this district's keys; name the right one"
        case .beingMoved:
            "the keys of this district are being moved, and none can be made until they have arrived; "
                + "`waymark key move` goes on with it"
        case .damaged(let what): "\(what) cannot be opened: it was changed after it was sealed"
        }
    }
}
