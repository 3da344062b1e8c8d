import CoreMetrics
import Synchronization

/// A counter of fractions, for instance of seconds. It only grows.
final class SumSeries: MetricSeries, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Double) {
        guard amount > 0 else { return }
        value.withLock { $0 += amount }
    }

    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, _ labels: String, into text: inout String) {
        Self.line(name, labels, MetricText.number(value.withLock { $0 }), into: &text)
    }
}
