/// The pool's decisions, without connections, clocks or threads: who gets what, who waits, first come first served.
struct PoolState<Item: Sendable, Waiter: Sendable>: Sendable {
    private struct Waiting: Sendable {
        let ticket: UInt64
        let waiter: Waiter
    }

    private let size: Int
    private var idle: [Item] = []
    /// Idle, leased and being connected.
    private(set) var total = 0
    private var queue: [Waiting] = []
    private var tickets: UInt64 = 0
    private(set) var isClosed = false

    init(size: Int) {
        precondition(size > 0, "a pool needs at least one connection")
        self.size = size
    }

    var waiting: Int { queue.count }
    var idleCount: Int { idle.count }

    /// A grant at once, or nil when the caller must wait.
    mutating func request() -> PoolGrant<Item>? {
        if isClosed { return .closed }
        // The one used last is likeliest to be warm.
        if let item = idle.popLast() { return .use(item) }
        guard total < size else { return nil }
        total += 1
        return .connect
    }

    mutating func nextTicket() -> UInt64 {
        tickets += 1
        return tickets
    }

    mutating func enqueue(_ waiter: Waiter, ticket: UInt64) {
        queue.append(Waiting(ticket: ticket, waiter: waiter))
    }

    /// Takes a waiter out of the queue; nil when it has its grant already.
    mutating func cancel(ticket: UInt64) -> Waiter? {
        guard let index = queue.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return queue.remove(at: index).waiter
    }

    /// Takes a connection back, or the place of one that broke (nil).
    ///
    /// Answers the waiter whose turn it is with its grant, and the connection to close, if any.
    mutating func giveBack(_ item: Item?) -> (next: (Waiter, PoolGrant<Item>)?, toClose: Item?) {
        if isClosed {
            total -= 1
            return (nil, item)
        }
        if !queue.isEmpty {
            let waiter = queue.removeFirst().waiter
            return ((waiter, item.map(PoolGrant.use) ?? .connect), nil)
        }
        if let item { idle.append(item) } else { total -= 1 }
        return (nil, nil)
    }

    /// Closes: the waiters to refuse and the connections to close.
    mutating func close() -> (waiters: [Waiter], items: [Item]) {
        isClosed = true
        defer {
            total -= idle.count
            idle = []
            queue = []
        }
        return (queue.map(\.waiter), idle)
    }
}
