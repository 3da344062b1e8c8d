/// A few places to work in, and a queue of bounded length before them: who may begin, who waits, who is sent away. Its
/// decisions only, without threads.
struct WorkPlaces<Waiter: Sendable>: Sendable {
    /// What somebody who comes may do.
    enum Answer: Hashable {
        case begin
        case wait
        case leave
    }

    private let places: Int
    private let maximumWaiting: Int
    private(set) var working = 0
    private var queue: [(ticket: UInt64, waiter: Waiter)] = []
    private var tickets: UInt64 = 0

    init(places: Int, maximumWaiting: Int) {
        precondition(places > 0, "there must be a place to work in")
        self.places = places
        self.maximumWaiting = maximumWaiting
    }

    var waiting: Int { queue.count }

    /// What somebody who comes now may do. Who may begin has a place; who must wait takes a ticket and enqueues.
    mutating func request() -> Answer {
        if working < places {
            working += 1
            return .begin
        }
        return queue.count < maximumWaiting ? .wait : .leave
    }

    mutating func nextTicket() -> UInt64 {
        tickets += 1
        return tickets
    }

    mutating func enqueue(_ waiter: Waiter, ticket: UInt64) {
        queue.append((ticket, waiter))
    }

    /// Takes a waiter out of the queue; nil when it has its place already.
    mutating func cancel(ticket: UInt64) -> Waiter? {
        guard let index = queue.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return queue.remove(at: index).waiter
    }

    /// Gives a place back; answers the waiter who has it now, if any.
    mutating func giveBack() -> Waiter? {
        if !queue.isEmpty { return queue.removeFirst().waiter }
        working -= 1
        return nil
    }
}
