/// The families of a registry, up to so many series.
struct MetricFamilies: Sendable {
    /// A series as code asks for it, so that asking again costs no more than a look into a table.
    private struct Request: Hashable {
        let kind: MetricKind
        let label: String
        /// Names and values in turn, as they came.
        let dimensions: [String]
    }

    private let maximumSeries: Int
    private let help: [String: String]
    private let buckets: [String: [Double]]
    private var families: [String: MetricFamily] = [:]
    private var requests: [Request: any MetricSeries] = [:]
    private var count = 0
    /// How often a series was asked for that is not kept.
    private(set) var dropped: UInt64 = 0

    init(maximumSeries: Int, help: [String: String], buckets: [String: [Double]]) {
        self.maximumSeries = maximumSeries
        self.help = help
        self.buckets = buckets
    }

    /// In the order of their names.
    var sorted: [MetricFamily] { families.values.sorted { $0.name < $1.name } }

    /// The series that is asked for; nil when there are too many, or when the name stands for another sort of metric.
    mutating func series(
        _ kind: MetricKind, _ label: String, _ dimensions: [(String, String)]
    ) -> (any MetricSeries)? {
        let request = Request(kind: kind, label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] })
        if let series = requests[request] { return series }
        guard let series = find(kind, label, dimensions) else {
            dropped += 1
            return nil
        }
        // Different requests may mean one series; the table of them has its bound too.
        if requests.count < maximumSeries { requests[request] = series }
        return series
    }

    private mutating func find(
        _ kind: MetricKind, _ label: String, _ dimensions: [(String, String)]
    ) -> (any MetricSeries)? {
        let name = MetricText.name(label, kind)
        let labels = MetricText.labels(dimensions)
        var family = families[name] ?? MetricFamily(name: name, kind: kind, help: help[label] ?? label)
        guard family.kind == kind, name != MetricsRegistry.droppedName else { return nil }
        if let series = family.series[labels] { return series }
        guard count < maximumSeries else { return nil }
        count += 1
        let series = make(kind, bounds: buckets[label] ?? MetricsRegistry.standardBuckets)
        family.series[labels] = series
        families[name] = family
        return series
    }

    private func make(_ kind: MetricKind, bounds: [Double]) -> any MetricSeries {
        switch kind {
        case .counter: CountSeries()
        case .sum: SumSeries()
        case .gauge: GaugeSeries()
        case .histogram, .timer: HistogramSeries(bounds: bounds)
        }
    }
}
