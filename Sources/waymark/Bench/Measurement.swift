import LearningRecord

/// One bar: what of the product was measured, beside what, and what is asked of it.
struct Measurement: Sendable {
    /// What was measured.
    let what: String
    /// What it was measured beside.
    let comparedWith: String
    /// In what both are given.
    let unit: String
    /// The product, one value a round.
    let product: [Double]
    /// The other, one value a round; none where the bar is absolute.
    let other: [Double]
    /// The least ratio (or, where the bar is absolute, the greatest value) that is asked.
    let bar: Double

    /// The median of the rounds' ratios, product to other; more is better.
    var ratio: Double? {
        other.isEmpty ? nil : Statistics.median(zip(product, other).map { $0 / $1 })
    }

    /// Whether the bar is met.
    var isMet: Bool {
        ratio.map { $0 >= bar } ?? (Statistics.median(product) <= bar)
    }
}

/// The middle of a few values.
enum Statistics {
    /// The median; of an even count the mean of the two in the middle. Not a number for no values.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

extension ContinuousClock {
    /// Seconds that `body` takes.
    func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        try await measure(body).inSeconds
    }
}

extension Duration {
    /// The duration as a number of seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
