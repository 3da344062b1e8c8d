import TestSupport
import Testing

@testable import EventLog

@Suite("The queue of the grouping writer")
struct GroupQueueTests {
    @Test("who is alone is sent at once, however slow the last call was", arguments: [1, 100])
    func alone(milliseconds: Int) {
        var queue = GroupQueue<Int>()
        #expect(queue.add(1) == .write)
        #expect(queue.next(underWay: 0, waited: false) == .send([1]))
        queue.answered(1, others: 0, after: .milliseconds(milliseconds))
        #expect(queue.add(2) == .nothing)
        #expect(queue.next(underWay: 0, waited: false) == .send([2]))
    }

    @Test("a connection that others wait for is given back when nobody is here, and not before")
    func wanted() {
        var queue = GroupQueue<Int>()
        _ = queue.add(1)
        #expect(queue.next(underWay: 0, waited: false, isWanted: true) == .send([1]))
        #expect(queue.next(underWay: 1, waited: false, isWanted: true) == .wait(atMost: nil))
        queue.answered(1, others: 0, after: .microseconds(300))
        #expect(queue.next(underWay: 0, waited: false, isWanted: true) == .rest)
        // Whoever comes then begins anew.
        #expect(queue.add(2) == .write)
    }

    @Test("where calls are slow, the next waits for as many callers as were active, and not longer than half a call")
    func slow() {
        var queue = GroupQueue<Int>()
        for caller in 0..<4 { _ = queue.add(caller) }
        #expect(queue.next(underWay: 0, waited: false) == .send([0, 1, 2, 3]))
        #expect(queue.next(underWay: 1, waited: false) == .wait(atMost: nil))
        queue.answered(4, others: 0, after: .milliseconds(3))
        #expect(queue.add(4) == .nothing)
        #expect(queue.next(underWay: 0, waited: false) == .wait(atMost: .microseconds(1500)))
        #expect(queue.add(5) == .nothing)
        #expect(queue.add(6) == .nothing)
        #expect(queue.add(7) == .wake)
        #expect(queue.next(underWay: 0, waited: false) == .send([4, 5, 6, 7]))
        queue.answered(4, others: 0, after: .milliseconds(3))
        _ = queue.add(8)
        #expect(queue.next(underWay: 0, waited: true) == .send([8]))
    }

    @Test("where calls are quick, half of the callers are sent while the others are under way, but no third call")
    func quick() {
        var queue = GroupQueue<Int>()
        for caller in 0..<8 { _ = queue.add(caller) }
        _ = queue.next(underWay: 0, waited: false)
        queue.answered(8, others: 0, after: .microseconds(300))
        for caller in 0..<3 { _ = queue.add(caller) }
        #expect(queue.next(underWay: 1, waited: false) == .wait(atMost: nil))
        #expect(queue.add(3) == .wake)
        #expect(queue.next(underWay: 1, waited: false) == .send([0, 1, 2, 3]))
        for caller in 4..<8 { #expect(queue.add(caller) == .nothing) }
        #expect(queue.next(underWay: 2, waited: false) == .wait(atMost: nil))
    }

    @Test("every caller is taken once, in order, and nobody is forgotten", arguments: 0..<200 as Range<UInt64>)
    func everyone(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = GroupQueue<Int>()
        var (arrived, taken, underWay) = (0, [Int](), 0)
        var isWriting = false
        var waited = false
        for step in 0..<400 {
            // Newcomers for a while, then only the rest is served.
            if step < 300, Bool.random(using: &random) {
                let duty = queue.add(arrived)
                arrived += 1
                #expect((duty == .write) == !isWriting)
                isWriting = true
                if duty == .wake { waited = false }
            }
            guard isWriting else { continue }
            if underWay > 0, Bool.random(using: &random) {
                underWay -= 1
                let duration = Duration.microseconds(Int.random(in: 1...4000, using: &random))
                queue.answered(Int.random(in: 1...9, using: &random), others: 0, after: duration)
                waited = false
            }
            switch queue.next(underWay: underWay, waited: waited) {
            case .send(let callers):
                #expect(!callers.isEmpty)
                taken += callers
                underWay += 1
                waited = false
            case .wait(let limit):
                // Only an answer may be waited for without a limit.
                #expect(limit != nil || underWay > 0)
                waited = limit != nil
            case .rest:
                #expect(taken.count == arrived)
                isWriting = false
                waited = false
            }
        }
        #expect(taken == Array(0..<arrived))
        #expect(!isWriting)
    }

    @Test("who gives up takes all, and the next caller begins anew")
    func givingUp() {
        var queue = GroupQueue<Int>()
        _ = queue.add(1)
        _ = queue.add(2)
        #expect(queue.giveUp() == [1, 2])
        #expect(queue.add(3) == .write)
    }
}

extension GroupQueue.Step: Equatable where Caller: Equatable {
    static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.send(let one), .send(let other)): one == other
        case (.wait(let one), .wait(let other)): one == other
        case (.rest, .rest): true
        default: false
        }
    }
}
