/// The session settings of a connection, as far as this layer set them.
///
/// A setting belongs to the lease that set it: when the pool lends the connection again, those of the lease before are
/// stale, and are reset unless they are set anew first. So a caller who forgets to set `waymark.tenant` meets an unset
/// setting and never another caller's district, while one who sets the same value again pays nothing. A new value goes to
/// the server together with the statement that comes next.
struct Settings: Equatable {
    private let initial: [String: String]
    private var current: [String: String]
    private var lease: UInt64 = 0
    private(set) var stale: Set<String> = []
    /// Those that the next statement takes with it.
    private(set) var pending: [String: String] = [:]

    init(_ initial: [String: String]) {
        self.initial = initial
        current = initial
    }

    subscript(name: String) -> String? { current[name] }

    mutating func enter(lease: UInt64) {
        guard lease != self.lease else { return }
        self.lease = lease
        // Of a lease that ran no statement after them.
        pending = [:]
        stale = Set(current.keys.filter { current[$0] != initial[$0] })
    }

    /// The caller of this lease wants a setting so: as it is, or from the next statement on.
    mutating func claim(_ name: String, _ value: String) {
        stale.remove(name)
        pending[name] = current[name] == value ? nil : value
    }

    /// The server has those that were pending.
    mutating func remember(_ sent: [String: String]) {
        current.merge(sent) { _, new in new }
        pending = pending.filter { sent[$0.key] != $0.value }
    }

    /// The server has these again as they were when the connection was made.
    mutating func forget(_ names: Set<String>) {
        for name in names { current[name] = initial[name] }
        stale.subtract(names)
    }
}
