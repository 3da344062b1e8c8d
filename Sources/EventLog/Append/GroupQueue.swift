/// Who waits for a grouping writer, and what it does next: its decisions, without threads, clocks or a database.
///
/// Who was answered a moment ago often comes back at once with the next event. Where a call takes long because of the
/// disk, it pays to wait a little for as many callers as were active: all of them then share one flush. Where calls are
/// quick, half of the callers are enough, and a second call is sent while the server works on the first; the other half
/// prepare theirs meanwhile.
struct GroupQueue<Caller: Sendable>: Sendable {
    /// What somebody who came to wait has to do.
    enum Duty {
        /// Nobody writes: begin.
        case write
        /// Wake the writer, who waits for this caller.
        case wake
        case nothing
    }

    /// What the writer does next.
    enum Step {
        case send([Caller])
        /// Wait for an answer or to be woken, but not longer than this.
        case wait(atMost: Duration?)
        /// Nobody waits: whoever comes next begins anew.
        case rest
    }

    /// Calls that are under way at the most: one is sent while the server works on another.
    static var depth: Int { 2 }
    /// A call that took less was not kept by the disk.
    private static var quick: Duration { .milliseconds(1) }
    /// How long a writer stays with its connection when nobody waits.
    private static var stay: Duration { .milliseconds(1) }

    private var waiting: [Caller] = []
    private var isWriting = false
    /// At how many that wait the writer wants to be woken.
    private var wakeAt: Int?
    /// How many callers make a group worth sending.
    private var expected = 1
    private var isQuick = true
    /// How long to wait for them when the server has nothing to do.
    private var patience = Duration.zero

    mutating func add(_ caller: Caller) -> Duty {
        waiting.append(caller)
        guard isWriting else {
            isWriting = true
            return .write
        }
        guard let limit = wakeAt, waiting.count >= limit else { return .nothing }
        wakeAt = nil
        return .wake
    }

    /// - Parameters:
    ///   - underWay: calls that have no answer yet.
    ///   - waited: whether the writer has waited in vain since its last step.
    ///   - isWanted: whether others wait for the connection: then it is not kept for callers who may come.
    mutating func next(underWay: Int, waited: Bool, isWanted: Bool = false) -> Step {
        wakeAt = nil
        if underWay >= (isQuick ? Self.depth : 1) { return .wait(atMost: nil) }
        if waiting.isEmpty, underWay == 0 {
            let isOver = waited || isWanted
            isWriting = !isOver
            wakeAt = isOver ? nil : 1
            return isOver ? .rest : .wait(atMost: Self.stay)
        }
        let isIdle = underWay == 0 && (isQuick || waited)
        if !waiting.isEmpty, isIdle || waiting.count >= expected { return .send(takeAll()) }
        wakeAt = expected
        return .wait(atMost: underWay == 0 ? patience : nil)
    }

    /// Notes that a call was answered.
    /// - Parameters:
    ///   - others: callers in other calls that are under way.
    mutating func answered(_ callers: Int, others: Int, after duration: Duration) {
        wakeAt = nil
        isQuick = duration < Self.quick
        let active = callers + others + waiting.count
        expected = isQuick ? max(1, active / 2) : active
        patience = min(duration / 2, .milliseconds(2))
    }

    /// All who wait; whoever comes next begins anew.
    mutating func giveUp() -> [Caller] {
        isWriting = false
        return takeAll()
    }

    private mutating func takeAll() -> [Caller] {
        defer { waiting = [] }
        return waiting
    }
}
