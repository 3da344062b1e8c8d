/// What sort of metric a series is.
enum MetricKind: Hashable, Sendable {
    case counter
    /// A counter of fractions.
    case sum
    case gauge
    case histogram
    /// A histogram of durations.
    case timer

    /// Its type in Prometheus' format.
    var type: String {
        switch self {
        case .counter, .sum: "counter"
        case .gauge: "gauge"
        case .histogram, .timer: "histogram"
        }
    }

    /// What Prometheus' conventions want at the end of its name.
    var suffix: String {
        switch self {
        case .counter, .sum: "_total"
        case .gauge, .histogram: ""
        case .timer: "_seconds"
        }
    }
}
