/// A part of a district's learners: those whose hash (`log.event.learner_hash`) lies in one of so many equal ranges.
struct Shard: Hashable, Sendable {
    /// Which of them, from 0.
    let index: Int32
    /// How many there are: a power of two.
    let count: Int32

    /// The hashes of its learners.
    var hashes: ClosedRange<Int32> {
        let width = (Int64(1) << 32) / Int64(count)
        let low = Int64(Int32.min) + Int64(index) * width
        return Int32(low)...Int32(low + width - 1)
    }

    /// Into how many shards a log of so many events is divided: several workers find something to do from the start, and
    /// a few shards are folded in memory at once when a build is loaded.
    static func count(forEvents events: Int64) -> Int32 {
        var count: Int32 = 4
        while count < 4_096, events / Int64(count) > 150_000 { count *= 2 }
        return count
    }

    /// The hashes of some shards as few ranges as possible.
    static func hashes(of shards: [Shard]) -> [ClosedRange<Int32>] {
        var ranges: [ClosedRange<Int32>] = []
        for range in shards.map(\.hashes).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, Int64(last.upperBound) + 1 == Int64(range.lowerBound) {
                ranges[ranges.count - 1] = last.lowerBound...range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }
}
