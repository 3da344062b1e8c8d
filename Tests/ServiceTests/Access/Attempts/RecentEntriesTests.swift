import TestSupport
import Testing

@testable import Service

@Suite("The most recent entries")
struct RecentEntriesTests {
    @Test("they are what a plain list in order would hold", arguments: 0..<200 as Range<UInt64>)
    func asList(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let maximum = Int.random(in: 1...6, using: &random)
        var entries = RecentEntries<Int>(maximum: maximum)
        var list: [(key: String, value: Int)] = []
        for step in 0..<400 {
            let key = "key \(Int.random(in: 0..<10, using: &random))"
            if Int.random(in: 0..<4, using: &random) == 0 {
                entries.remove(key)
                list.removeAll { $0.key == key }
            } else {
                entries.put(step, for: key)
                list.removeAll { $0.key == key }
                list.append((key, step))
                if list.count > maximum { list.removeFirst() }
            }
            #expect(entries.count == list.count)
            for number in 0..<10 {
                #expect(entries["key \(number)"] == list.first { $0.key == "key \(number)" }?.value)
            }
        }
    }
}
