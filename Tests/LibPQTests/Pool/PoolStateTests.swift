import TestSupport
import Testing

@testable import LibPQ

@Suite struct PoolStateTests {
    /// Plays random requests, returns, losses and cancellations against a plain model of a fair pool.
    @Test(arguments: [UInt64](1...50))
    func `at most size leases, no idle one while somebody waits, and waiters in the order they came`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let size = Int.random(in: 1...4, using: &generator)
        var state = PoolState<Int, Int>(size: size)
        var (nextItem, nextWaiter) = (0, 0)
        var leased: Set<Int> = []
        var waiting: [(waiter: Int, ticket: UInt64)] = []

        func accept(_ grant: PoolGrant<Int>) {
            switch grant {
            case .use(let item):
                #expect(leased.insert(item).inserted, "seed \(seed): one item lent twice")
            case .connect:
                nextItem += 1
                leased.insert(nextItem)
            case .closed: Issue.record("seed \(seed): closed")
            }
        }

        for _ in 0..<500 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5:
                if let grant = state.request() {
                    #expect(waiting.isEmpty, "seed \(seed): overtook a waiter")
                    accept(grant)
                } else {
                    nextWaiter += 1
                    let ticket = state.nextTicket()
                    state.enqueue(nextWaiter, ticket: ticket)
                    waiting.append((nextWaiter, ticket))
                }
            case 5..<9:
                guard let item = leased.randomElement(using: &generator) else { continue }
                leased.remove(item)
                let isLost = Int.random(in: 0..<4, using: &generator) == 0
                let (next, toClose) = state.giveBack(isLost ? nil : item)
                #expect(toClose == nil)
                #expect(next?.0 == waiting.first?.waiter, "seed \(seed): not the first waiter's turn")
                if let next {
                    waiting.removeFirst()
                    accept(next.1)
                }
            default:
                guard let index = waiting.indices.randomElement(using: &generator) else { continue }
                let (waiter, ticket) = waiting.remove(at: index)
                #expect(state.cancel(ticket: ticket) == waiter)
                #expect(state.cancel(ticket: ticket) == nil)
            }
            #expect(leased.count <= size && state.total <= size, "seed \(seed)")
            #expect(state.total == leased.count + state.idleCount, "seed \(seed): a place was lost")
            #expect(state.waiting == waiting.count)
            if !waiting.isEmpty { #expect(leased.count == size, "seed \(seed): waits for nothing") }
        }
        let (waiters, _) = state.close()
        #expect(waiters == waiting.map(\.waiter))
        guard case .closed? = state.request() else {
            Issue.record("a closed pool lends")
            return
        }
        for item in leased { #expect(state.giveBack(item).toClose == item) }
        #expect(state.total == 0)
    }
}
