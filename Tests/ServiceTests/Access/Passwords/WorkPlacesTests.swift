import TestSupport
import Testing

@testable import Service

@Suite("Places to work in")
struct WorkPlacesTests {
    @Test(
        "everybody who may wait is served once and in order, and never more work than there are places",
        arguments: 0..<200 as Range<UInt64>)
    func everyone(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (size, room) = (Int.random(in: 1...4, using: &random), Int.random(in: 0...5, using: &random))
        var places = WorkPlaces<UInt64>(places: size, maximumWaiting: room)
        var (working, waiting, lastServed) = (0, [UInt64](), UInt64(0))
        for _ in 0..<500 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let ticket = places.nextTicket()
                switch places.request() {
                case .begin:
                    #expect(waiting.isEmpty && working < size)
                    working += 1
                case .wait:
                    #expect(working == size && waiting.count < room)
                    places.enqueue(ticket, ticket: ticket)
                    waiting.append(ticket)
                case .leave: #expect(working == size && waiting.count == room)
                }
            case 2 where working > 0:
                let next = places.giveBack()
                #expect(next == waiting.first)
                if let next {
                    #expect(next > lastServed)
                    lastServed = next
                    waiting.removeFirst()
                } else {
                    working -= 1
                }
            default:
                guard let ticket = waiting.randomElement(using: &random) else { continue }
                #expect(places.cancel(ticket: ticket) == ticket)
                #expect(places.cancel(ticket: ticket) == nil)
                waiting.removeAll { $0 == ticket }
            }
            #expect(places.working == working && places.waiting == waiting.count)
        }
    }
}
