/// How long work that goes on evenly still takes, from what was done since it began.
struct Estimate: Sendable {
    private let began = ContinuousClock.now

    /// The rest in words, once enough is done to tell; of `total` steps `done` are done.
    func rest(done: Int64, of total: Int64, now: ContinuousClock.Instant = .now) -> String? {
        let gone = began.duration(to: now)
        guard done > 0, total > done, gone > .seconds(2) else { return nil }
        let left = gone * Double(total - done) / Double(done)
        return "about \(Self.words(left)) left"
    }

    private static func words(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        if seconds < 90 { return "\(max(1, seconds)) s" }
        return seconds < 5_400 ? "\((seconds + 30) / 60) min" : "\((seconds + 1_800) / 3_600) h"
    }
}
