/// Which statements a connection has prepared, by text and parameter types.
///
/// A statement is prepared when it comes a second time, so that single statements cost one round trip and leave nothing
/// behind; one with large values at once: a client that is stopped while it sends them then stands, for the server, before
/// a statement and not in one, and a limit of idle transactions ends it. Beyond `capacity` the one unused for longest goes.
struct StatementCache {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]

        init(_ sql: SQL) {
            text = sql.text
            types = sql.parameters.slots.map(\.type)
        }
    }

    enum Answer: Equatable {
        /// Met for the first time: run it unprepared.
        case new
        /// Met again: prepare it under this name, then `remember`.
        case worthPreparing(name: String)
        case prepared(name: String)
    }

    private struct Entry {
        var name: String?
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var clock: UInt64 = 0
    private var names: UInt64 = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Bytes of values from which a statement is prepared at once.
    private static let largeValues = 10_000

    /// - Parameter size: bytes of the statement's values.
    mutating func lookUp(_ key: Key, size: Int = 0) -> Answer {
        clock += 1
        let known = entries[key]
        if known == nil, size < Self.largeValues {
            entries[key] = Entry(name: nil, lastUse: clock)
            return .new
        }
        let entry = known ?? Entry(name: nil, lastUse: clock)
        entries[key] = Entry(name: entry.name, lastUse: clock)
        if let name = entry.name { return .prepared(name: name) }
        names += 1
        return .worthPreparing(name: "s\(names)")
    }

    mutating func remember(_ key: Key, name: String) {
        entries[key] = Entry(name: name, lastUse: clock)
    }

    mutating func forget(_ key: Key) {
        entries[key] = nil
    }

    /// Drops what is too much; the names the server must forget.
    mutating func evict() -> [String] {
        var dropped: [String] = []
        while entries.count > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
            if let name = oldest.value.name { dropped.append(name) }
        }
        return dropped
    }
}
